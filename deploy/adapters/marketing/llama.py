"""libllama through ctypes: its tokeniser, its logits to check our forward pass against, and greedy answers.

The library is the one that `./cortado fetch` brings; the sizes of the structs that go by value come from the same
catalogue, so that a library with others is refused.
"""

from __future__ import annotations

import ctypes
import json
from pathlib import Path

import numpy as np

CATALOGUE = Path(__file__).resolve().parents[2] / "catalogue.json"
CONTEXT_TOKENS = 1024


def _opaque(name: str, size: int):
    return type(name, (ctypes.Structure,), {"_fields_": [("bytes", ctypes.c_uint64 * (size // 8))]})


class Batch(ctypes.Structure):
    _fields_ = [
        ("n_tokens", ctypes.c_int32),
        ("token", ctypes.c_void_p),
        ("embd", ctypes.c_void_p),
        ("pos", ctypes.c_void_p),
        ("n_seq_id", ctypes.c_void_p),
        ("seq_id", ctypes.c_void_p),
        ("logits", ctypes.c_void_p),
    ]


class Llama:
    """One model, for tokenising and for the logits of short prompts."""

    def __init__(self, engine: Path, model: Path, threads: int = 2):
        """
        :param engine: directory of the libraries
        :param model: GGUF file
        :param threads: compute threads
        """
        entries = json.loads(CATALOGUE.read_text())["engine"]["libraries"]
        entry = next((e for e in entries if (engine / e["libllama"]).exists()), None)
        if entry is None:
            raise SystemExit(f"no libllama of the catalogue in {engine}; ./cortado fetch brings it")
        base = ctypes.CDLL(str(engine / entry["libggmlBase"]), mode=ctypes.RTLD_GLOBAL)
        ggml = ctypes.CDLL(str(engine / entry["libggml"]), mode=ctypes.RTLD_GLOBAL)
        self.lib = lib = ctypes.CDLL(str(engine / entry["libllama"]), mode=ctypes.RTLD_GLOBAL)
        self._silence = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p)(lambda *_: None)
        lib.llama_log_set(self._silence, None)
        ggml.ggml_backend_load_all_from_path.argtypes = [ctypes.c_char_p]
        ggml.ggml_backend_load_all_from_path(str(engine).encode())
        del base
        sizes = entry["structBytes"]
        model_params = _opaque("ModelParams", sizes["llama_model_params"])
        context_params = _opaque("ContextParams", sizes["llama_context_params"])
        lib.llama_model_default_params.restype = model_params
        lib.llama_context_default_params.restype = context_params
        lib.llama_model_load_from_file.argtypes = [ctypes.c_char_p, model_params]
        lib.llama_model_load_from_file.restype = ctypes.c_void_p
        lib.llama_init_from_model.argtypes = [ctypes.c_void_p, context_params]
        lib.llama_init_from_model.restype = ctypes.c_void_p
        lib.llama_model_get_vocab.argtypes = [ctypes.c_void_p]
        lib.llama_model_get_vocab.restype = ctypes.c_void_p
        lib.llama_vocab_n_tokens.argtypes = [ctypes.c_void_p]
        lib.llama_tokenize.argtypes = [
            ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int32, ctypes.c_void_p, ctypes.c_int32, ctypes.c_bool,
            ctypes.c_bool,
        ]
        lib.llama_batch_get_one.argtypes = [ctypes.c_void_p, ctypes.c_int32]
        lib.llama_batch_get_one.restype = Batch
        lib.llama_decode.argtypes = [ctypes.c_void_p, Batch]
        lib.llama_get_logits.argtypes = [ctypes.c_void_p]
        lib.llama_get_logits.restype = ctypes.POINTER(ctypes.c_float)
        lib.llama_set_n_threads.argtypes = [ctypes.c_void_p, ctypes.c_int32, ctypes.c_int32]
        lib.llama_free.argtypes = [ctypes.c_void_p]
        lib.llama_get_memory.argtypes = [ctypes.c_void_p]
        lib.llama_get_memory.restype = ctypes.c_void_p
        lib.llama_memory_seq_rm.argtypes = [ctypes.c_void_p, ctypes.c_int32, ctypes.c_int32, ctypes.c_int32]
        lib.llama_memory_seq_rm.restype = ctypes.c_bool
        lib.llama_adapter_lora_init.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
        lib.llama_adapter_lora_init.restype = ctypes.c_void_p
        lib.llama_set_adapters_lora.argtypes = [
            ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p), ctypes.c_size_t, ctypes.POINTER(ctypes.c_float),
        ]
        lib.llama_token_to_piece.argtypes = [
            ctypes.c_void_p, ctypes.c_int32, ctypes.c_char_p, ctypes.c_int32, ctypes.c_int32, ctypes.c_bool,
        ]
        lib.llama_vocab_is_eog.argtypes = [ctypes.c_void_p, ctypes.c_int32]
        lib.llama_vocab_is_eog.restype = ctypes.c_bool
        lib.llama_backend_init()
        self.context_params = lib.llama_context_default_params()
        # n_ctx, the struct's first field of 32 bits.
        ctypes.memmove(ctypes.byref(self.context_params), ctypes.byref(ctypes.c_uint32(CONTEXT_TOKENS)), 4)
        self.model = lib.llama_model_load_from_file(str(model).encode(), lib.llama_model_default_params())
        if not self.model:
            raise SystemExit(f"libllama does not load {model}")
        self.adapter = None
        self.kept = None
        self.kept_tokens: list[int] = []
        self.threads = threads
        self.vocabulary = lib.llama_model_get_vocab(self.model)
        self.vocabulary_size = lib.llama_vocab_n_tokens(self.vocabulary)

    def tokens(self, text: str, special: bool) -> list[int]:
        """`text` in the model's tokens; with `special`, names of special tokens in it are those tokens."""
        data = text.encode()
        out = (ctypes.c_int32 * (len(data) + 1))()
        count = self.lib.llama_tokenize(self.vocabulary, data, len(data), out, len(out), False, special)
        if count < 0:
            raise ValueError(f"{text!r} cannot be tokenised")
        return list(out[:count])

    def use(self, adapter: Path) -> None:
        """Applies a LoRA adapter at scale 1 from now on."""
        self.adapter = self.lib.llama_adapter_lora_init(self.model, str(adapter).encode())
        if not self.adapter:
            raise SystemExit(f"libllama does not load {adapter}")

    def last_logits(self, tokens: list[int]) -> np.ndarray:
        """Logits after the last of `tokens`, [vocabulary]."""
        context = self._context()
        try:
            return self._logits_after(context, tokens).copy()
        finally:
            self.lib.llama_free(context)

    def keep(self, prefix: list[int]) -> None:
        """Computes what prompts begin with once; answers to prompts that begin so compute the rest alone."""
        self.kept, self.kept_tokens = self._context(), list(prefix)
        self._logits_after(self.kept, self.kept_tokens)

    def answer(self, tokens: list[int], tokens_max: int) -> str:
        """The greedy completion of `tokens` up to the end of the turn."""
        begun = len(self.kept_tokens)
        if self.kept and begun < len(tokens) and tokens[:begun] == self.kept_tokens:
            self.lib.llama_memory_seq_rm(self.lib.llama_get_memory(self.kept), 0, begun, -1)
            return self._completion(self.kept, tokens[begun:], tokens_max)
        context = self._context()
        try:
            return self._completion(context, tokens, tokens_max)
        finally:
            self.lib.llama_free(context)

    def _completion(self, context, tokens: list[int], tokens_max: int) -> str:
        data = b""
        for _ in range(tokens_max):
            token = int(self._logits_after(context, tokens).argmax())
            if self.lib.llama_vocab_is_eog(self.vocabulary, token):
                break
            piece = ctypes.create_string_buffer(256)
            size = self.lib.llama_token_to_piece(self.vocabulary, token, piece, len(piece), 0, False)
            data += piece.raw[:size]
            tokens = [token]
        return data.decode(errors="replace")

    def _context(self):
        context = self.lib.llama_init_from_model(self.model, self.context_params)
        self.lib.llama_set_n_threads(context, self.threads, self.threads)
        if self.adapter:
            adapters, scales = (ctypes.c_void_p * 1)(self.adapter), (ctypes.c_float * 1)(1.0)
            self.lib.llama_set_adapters_lora(context, adapters, 1, scales)
        return context

    def _logits_after(self, context, tokens: list[int]) -> np.ndarray:
        array = (ctypes.c_int32 * len(tokens))(*tokens)
        if self.lib.llama_decode(context, self.lib.llama_batch_get_one(array, len(tokens))) != 0:
            raise RuntimeError("libllama did not decode")
        return np.ctypeslib.as_array(self.lib.llama_get_logits(context), shape=(self.vocabulary_size,))
