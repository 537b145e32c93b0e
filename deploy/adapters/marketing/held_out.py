#!/usr/bin/env python3
"""Prints the records that are held out for measuring, one JSON object a line: what `held-out.jsonl` is made with."""

from __future__ import annotations

import json
from dataclasses import asdict

import records

for record in records.held_out():
    print(json.dumps(asdict(record), ensure_ascii=False))
