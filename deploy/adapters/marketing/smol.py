"""SmolLM2's forward pass in JAX, on weights read from a GGUF file, with a LoRA adapter on every linear layer.

Rows of q and k are used as GGUF's llama layout stores them, with interleaved rotary pairs, so that an adapter trained
on them needs no permutation. LoRA: Hu et al. 2021, section 4.1: y = W x + (alpha / r) B A x.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import gguf
import jax
import jax.numpy as jnp
import numpy as np

LINEAR = ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")
NORMS = ("attn_norm", "ffn_norm")


@dataclass(frozen=True)
class Shape:
    layers: int
    heads: int
    key_value_heads: int
    epsilon: float
    rope_base: float


def load(path: Path) -> tuple[Shape, dict]:
    """Shape and float32 weights; those of the layers stacked, [layers, output, input]."""
    reader = gguf.GGUFReader(path)

    def field(name: str):
        return reader.fields[name].contents()

    if field("general.architecture") != "llama":
        raise SystemExit(f"{path} is no llama model")
    shape = Shape(
        layers=field("llama.block_count"),
        heads=field("llama.attention.head_count"),
        key_value_heads=field("llama.attention.head_count_kv"),
        epsilon=field("llama.attention.layer_norm_rms_epsilon"),
        rope_base=field("llama.rope.freq_base"),
    )
    tensors = {t.name: gguf.quants.dequantize(t.data, t.tensor_type).astype(np.float32) for t in reader.tensors}
    weights = {
        name: jnp.asarray(np.stack([tensors[f"blk.{layer}.{name}.weight"] for layer in range(shape.layers)]))
        for name in LINEAR + NORMS
    }
    weights["token_embd"] = jnp.asarray(tensors["token_embd.weight"])
    weights["output_norm"] = jnp.asarray(tensors["output_norm.weight"])
    weights["output"] = jnp.asarray(tensors["output.weight"]) if "output.weight" in tensors else weights["token_embd"]
    return shape, weights


def write_float32(source: Path, target: Path) -> None:
    """A copy of a GGUF model with every tensor in float32: what the forward pass is checked against."""
    reader = gguf.GGUFReader(source)
    writer = gguf.GGUFWriter(target, reader.fields["general.architecture"].contents())
    for name, value in reader.fields.items():
        if name.startswith("GGUF.") or name in ("general.architecture", "general.file_type"):
            continue
        kind = value.types[0]
        inner = value.types[-1] if kind == gguf.GGUFValueType.ARRAY else None
        writer.add_key_value(name, value.contents(), kind, sub_type=inner)
    for tensor in reader.tensors:
        writer.add_tensor(tensor.name, gguf.quants.dequantize(tensor.data, tensor.tensor_type).astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def new_adapter(weights: dict, rank: int, key) -> dict:
    """A of small random numbers and B of zeros, so that it changes nothing yet: [layers, r, input], [layers, output, r]."""
    adapter = {}
    for name, part in zip(LINEAR, jax.random.split(key, len(LINEAR))):
        layers, rows, columns = weights[name].shape
        adapter[name] = {
            "a": jax.random.normal(part, (layers, rank, columns), jnp.float32) / np.sqrt(columns),
            "b": jnp.zeros((layers, rows, rank), jnp.float32),
        }
    return adapter


def _normalised(x, weight, epsilon):
    return x * jax.lax.rsqrt(jnp.mean(x * x, axis=-1, keepdims=True) + epsilon) * weight


def _rotated(x, cosine, sine):
    """Rotary position embedding on interleaved pairs (Su et al. 2021). x is [batch, tokens, heads, size]."""
    even, odd = x[..., 0::2], x[..., 1::2]
    cosine, sine = cosine[None, :, None, :], sine[None, :, None, :]
    return jnp.stack((even * cosine - odd * sine, even * sine + odd * cosine), axis=-1).reshape(x.shape)


def hidden(shape: Shape, weights: dict, adapter: dict | None, scale: float, tokens):
    """Normalised hidden states, [batch, tokens, width], of token ids [batch, tokens] that start at position 0."""
    batch, count = tokens.shape
    x = weights["token_embd"][tokens]
    size = x.shape[-1] // shape.heads
    frequencies = shape.rope_base ** (-jnp.arange(0, size, 2, dtype=jnp.float32) / size)
    angles = jnp.arange(count, dtype=jnp.float32)[:, None] * frequencies[None, :]
    cosine, sine = jnp.cos(angles), jnp.sin(angles)
    mask = jnp.where(jnp.tril(jnp.ones((count, count), bool)), 0.0, -jnp.inf)
    groups = shape.heads // shape.key_value_heads

    def layer(x, parts):
        base, change = parts

        def linear(name, value):
            y = value @ base[name].T
            if change is not None:
                y = y + scale * ((value @ change[name]["a"].T) @ change[name]["b"].T)
            return y

        normal = _normalised(x, base["attn_norm"], shape.epsilon)
        q = _rotated(linear("attn_q", normal).reshape(batch, count, shape.heads, size), cosine, sine)
        k = _rotated(linear("attn_k", normal).reshape(batch, count, shape.key_value_heads, size), cosine, sine)
        v = linear("attn_v", normal).reshape(batch, count, shape.key_value_heads, size)
        q = q.reshape(batch, count, shape.key_value_heads, groups, size)
        scores = jnp.einsum("bqkgs,btks->bkgqt", q, k) / np.sqrt(size) + mask
        mixed = jnp.einsum("bkgqt,btks->bqkgs", jax.nn.softmax(scores, axis=-1), v).reshape(batch, count, -1)
        x = x + linear("attn_output", mixed)
        normal = _normalised(x, base["ffn_norm"], shape.epsilon)
        x = x + linear("ffn_down", jax.nn.silu(linear("ffn_gate", normal)) * linear("ffn_up", normal))
        return x, None

    stacked = {name: weights[name] for name in LINEAR + NORMS}
    x, _ = jax.lax.scan(layer, x, (stacked, adapter))
    return _normalised(x, weights["output_norm"], shape.epsilon)
