#!/usr/bin/env python3
"""Prints the held-out records as tasks that `./cortado calibrate` reads, with the eight rules, and as many others that
only tests of routing see: what `tasks.jsonl` is made with."""

from __future__ import annotations

import json

import records
from voice import CHARACTERS, FORBIDDEN, SIGN_OFF

LABELS = [label + ":" for label in ("name", "interest", "product", "fact", "offer", "channel")]
PLACEHOLDERS = list("![]{}<>*#")
COMPLETION_TOKENS = 128
CALIBRATION_RECORDS = 60
ROUTING_RECORDS = 60


def mentions(text: str) -> dict:
    return {"rule": "mentions", "wordings": [text]}


def task(number: int, record: records.Record) -> dict:
    shortest, longest = CHARACTERS[record.channel]
    return {
        "id": f"brand-voice-{number}",
        "class": "marketing",
        "split": "calibration" if number <= CALIBRATION_RECORDS else "held_out",
        "prompt": record.prompt(),
        "max_tokens": COMPLETION_TOKENS,
        "check": {
            "kind": "rules",
            "rules": [
                {"rule": "begins_with", "wordings": [f"Hi {record.name}, "]},
                mentions(record.product),
                mentions(record.fact),
                mentions(record.offer),
                mentions(record.interest),
                {"rule": "characters", "min": shortest, "max": longest},
                {"rule": "ends_with", "wordings": [SIGN_OFF]},
                {
                    "rule": "all",
                    "rules": [
                        {"rule": "avoids", "wordings": list(FORBIDDEN) + LABELS + PLACEHOLDERS},
                        {"rule": "no_pictures"},
                    ],
                },
            ],
        },
    }


for index, held in enumerate(records.held_out(CALIBRATION_RECORDS + ROUTING_RECORDS), 1):
    print(json.dumps(task(index, held), ensure_ascii=False))
