#!/usr/bin/env python3
"""Counts the rules that a model keeps on the 60 held-out records, greedy, and the CPU time of a message.

    python measure.py --model SmolLM2-135M-Instruct.Q4_1.gguf --engine DIRECTORY --adapter ../marketing-smollm2-135m.gguf
    python measure.py --model qwen2.5-coder-1.5b-instruct-q4_k_m.gguf --engine DIRECTORY --profile profile.txt \\
        --keep-prefix

With `--keep-prefix` what all prompts begin with is computed once, as a server does whose cache still holds it; its CPU
time is shared by all messages. Prompts are in ChatML, as the models of the catalogue have it: with a profile as the system message, otherwise with the
default one of SmolLM2's template.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
from collections import Counter
from pathlib import Path

import records
import voice
from chat import conversation
from llama import Llama

ANSWER_TOKENS_MAX = 120


def cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--engine", type=Path, required=True, help="directory of libllama")
    parser.add_argument("--adapter", type=Path)
    parser.add_argument("--profile", type=Path, help="instructions that go before each record")
    parser.add_argument("--keep-prefix", action="store_true", help="compute what all prompts begin with once")
    parser.add_argument("--records", type=int, default=60)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--messages", type=Path, help="where to write the messages, as JSON lines")
    options = parser.parse_args()
    llama = Llama(options.engine, options.model, options.threads)
    if options.adapter:
        llama.use(options.adapter)
    profile = options.profile.read_text().strip() if options.profile else None
    kept, whole, tokens, lines = Counter(), 0, 0, []
    began = cpu_seconds()
    held_out = records.held_out(options.records)
    prompts = [conversation(llama, record.prompt(), profile) for record in held_out]
    if options.keep_prefix:
        prefix = os.path.commonprefix(prompts)
        llama.keep(prefix)
        print(f"{len(prefix)} tokens begin every prompt")
    for number, (record, prompt) in enumerate(zip(held_out, prompts), start=1):
        tokens += len(prompt)
        message = llama.answer(prompt, ANSWER_TOKENS_MAX)
        verdict = voice.rules(record, message)
        kept.update(rule for rule, holds in verdict.items() if holds)
        whole += all(verdict.values())
        lines.append(json.dumps({"record": record.prompt(), "message": message, "rules": verdict}, ensure_ascii=False))
        print(f"\r{number} of {len(held_out)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    if options.messages:
        options.messages.write_text("\n".join(lines) + "\n")
    count = len(held_out)
    for rule in voice.RULES:
        print(f"{rule:12} {kept[rule]:3} of {count}")
    print(f"rules passed {sum(kept.values()) / count / len(voice.RULES):.3f}, all eight {whole} of {count}")
    print(f"prompt tokens {tokens / count:.1f}, CPU seconds a message {(cpu_seconds() - began) / count:.2f}")


if __name__ == "__main__":
    main()
