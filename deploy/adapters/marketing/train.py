#!/usr/bin/env python3
"""Trains the LoRA adapter that writes marketing messages in the brand's voice, on a CPU.

    pip install -r requirements.txt
    python train.py --model SmolLM2-135M-Instruct.Q4_1.gguf --engine DIRECTORY_OF_LIBLLAMA

First checks the forward pass against libllama, then trains with the loss on the answer alone, keeping a checkpoint
from which the same call goes on, and writes the adapter as GGUF.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from pathlib import Path

import gguf
import jax
import jax.numpy as jnp
import numpy as np
import optax

import records
import smol
import voice
from chat import END_OF_TURN, conversation
from llama import Llama

LOGIT_DIFFERENCE_MAX = 0.02


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="the base, as it is served (GGUF)")
    parser.add_argument("--engine", type=Path, required=True, help="directory of libllama")
    parser.add_argument("--output", type=Path, default=Path(__file__).parent.parent / "marketing-smollm2-135m.gguf")
    parser.add_argument("--work", type=Path, default=Path("adapter-work"), help="checkpoints (adapter-work)")
    parser.add_argument("--pairs", type=int, default=400, help="records to train on (400)")
    parser.add_argument("--steps", type=int, default=80, help="optimiser steps (80)")
    parser.add_argument("--batch", type=int, default=8, help="pairs a step (8)")
    parser.add_argument("--rank", type=int, default=8, help="rank r (8)")
    parser.add_argument("--alpha", type=float, default=16.0, help="alpha; what is added is scaled by alpha / r (16)")
    parser.add_argument("--rate", type=float, default=2e-3, help="peak learning rate (.002)")
    parser.add_argument("--seed", type=int, default=1, help="seed of data, order and A (1)")
    parser.add_argument("--checkpoint-steps", type=int, default=10, help="steps between checkpoints (10)")
    return parser.parse_args()


def check_forward(llama_of_float32: Llama, shape: smol.Shape, weights: dict, tokens: list[int]) -> float:
    """Largest difference between libllama's logits and ours after `tokens`."""
    theirs = llama_of_float32.last_logits(tokens)
    states = smol.hidden(shape, weights, None, 0.0, jnp.asarray([tokens]))
    ours = np.asarray(states[0, -1] @ weights["output"].T)
    return float(np.abs(ours - theirs).max())


class Pairs:
    """Prompts and answers as padded arrays, in batches of one channel each, since their lengths differ by channel."""

    def __init__(self, llama: Llama, made: list[records.Record], seed: int):
        chance = random.Random(seed)
        self.by_channel: dict[str, list[tuple[list[int], list[int]]]] = {}
        end = llama.tokens(END_OF_TURN, True)
        for record in made:
            answer = llama.tokens(voice.message(record, chance), False) + end
            self.by_channel.setdefault(record.channel, []).append((conversation(llama, record.prompt()), answer))
        self.shapes = {
            channel: (max(len(p) + len(a) for p, a in pairs), max(len(a) for _, a in pairs))
            for channel, pairs in self.by_channel.items()
        }

    def batch(self, step: int, size: int, seed: int):
        """Token ids [size, tokens], positions that predict [size, answers], what they predict, and which count."""
        channel = records.CHANNELS[step % len(records.CHANNELS)]
        count, answers = self.shapes[channel]
        chosen = random.Random(f"{seed} {step}").sample(self.by_channel[channel], size)
        tokens = np.zeros((size, count), np.int32)
        positions, targets = np.zeros((size, answers), np.int32), np.zeros((size, answers), np.int32)
        weight = np.zeros((size, answers), np.float32)
        for row, (prompt, answer) in enumerate(chosen):
            tokens[row, : len(prompt) + len(answer)] = prompt + answer
            positions[row, : len(answer)] = np.arange(len(prompt) - 1, len(prompt) + len(answer) - 1)
            targets[row, : len(answer)] = answer
            weight[row, : len(answer)] = 1.0
        return tokens, positions, targets, weight


def training_step(shape: smol.Shape, optimiser, scale: float):
    def loss(adapter, weights, tokens, positions, targets, weight):
        states = smol.hidden(shape, weights, adapter, scale, tokens)
        chosen = jnp.take_along_axis(states, positions[..., None], axis=1)
        losses = optax.softmax_cross_entropy_with_integer_labels(chosen @ weights["output"].T, targets)
        return (losses * weight).sum() / weight.sum()

    @jax.jit
    def step(adapter, state, weights, *batch):
        value, gradient = jax.value_and_grad(loss)(adapter, weights, *batch)
        updates, state = optimiser.update(gradient, state, adapter)
        return optax.apply_updates(adapter, updates), state, value

    return step


def save(path: Path, step: int, adapter, state, settings: dict) -> None:
    leaves = jax.tree.leaves((adapter, state))
    partial = path.with_suffix(".partial.npz")
    np.savez(partial, step=step, settings=json.dumps(settings), **{f"leaf{k}": leaf for k, leaf in enumerate(leaves)})
    os.replace(partial, path)


def restore(path: Path, adapter, state, settings: dict):
    """Where an earlier call with the same settings got to, or the beginning."""
    if not path.exists():
        return 0, adapter, state
    with np.load(path) as kept:
        if json.loads(str(kept["settings"])) != settings:
            print(f"{path} is of other settings; starting anew", file=sys.stderr)
            return 0, adapter, state
        leaves, form = jax.tree.flatten((adapter, state))
        adapter, state = jax.tree.unflatten(form, [jnp.asarray(kept[f"leaf{k}"]) for k in range(len(leaves))])
        return int(kept["step"]), adapter, state


def write_adapter(path: Path, adapter: dict, alpha: float) -> None:
    """As libllama reads it: lora_a has rows r x input, lora_b output x r; alpha stands beside, applied at run time."""
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", alpha)
    writer.add_string("general.name", "Fern & Field marketing messages")
    for name, parts in adapter.items():
        for layer in range(parts["a"].shape[0]):
            for half in ("a", "b"):
                writer.add_tensor(
                    f"blk.{layer}.{name}.weight.lora_{half}", np.asarray(parts[half][layer], dtype=np.float16)
                )
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main() -> None:
    options = arguments()
    options.work.mkdir(parents=True, exist_ok=True)
    llama = Llama(options.engine, options.model)
    shape, weights = smol.load(options.model)
    copy = options.work / "float32.gguf"
    smol.write_float32(options.model, copy)
    try:
        sample = conversation(llama, records.held_out(1)[0].prompt())
        difference = check_forward(Llama(options.engine, copy), shape, weights, sample)
    finally:
        copy.unlink()
    print(f"forward pass: logits differ from libllama's by at most {difference:.4f}")
    if difference > LOGIT_DIFFERENCE_MAX:
        raise SystemExit(f"more than {LOGIT_DIFFERENCE_MAX}: an adapter trained on this would not fit what is served")

    pairs = Pairs(llama, records.training(options.pairs, options.seed), options.seed)
    warm_up = max(1, options.steps // 10)
    schedule = optax.warmup_cosine_decay_schedule(0.0, options.rate, warm_up, options.steps)
    optimiser = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(schedule, weight_decay=0.0))
    adapter = smol.new_adapter(weights, options.rank, jax.random.key(options.seed))
    state = optimiser.init(adapter)
    settings = {key: getattr(options, key) for key in ("pairs", "steps", "batch", "rank", "alpha", "rate", "seed")}
    checkpoint = options.work / "checkpoint.npz"
    done, adapter, state = restore(checkpoint, adapter, state, settings)
    step = training_step(shape, optimiser, options.alpha / options.rank)
    started, first = time.monotonic(), done
    while done < options.steps:
        adapter, state, value = step(adapter, state, weights, *pairs.batch(done, options.batch, options.seed))
        done += 1
        left = (time.monotonic() - started) / (done - first) * (options.steps - done)
        print(f"step {done} of {options.steps}: loss {float(value):.4f}, about {left:.0f} s left", flush=True)
        if done % options.checkpoint_steps == 0 or done == options.steps:
            save(checkpoint, done, adapter, state, settings)
    write_adapter(options.output, adapter, options.alpha)
    print(f"wrote {options.output}, {options.output.stat().st_size / 1e6:.1f} MB; serve it with scale 1")


if __name__ == "__main__":
    main()
