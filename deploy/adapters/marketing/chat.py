"""Prompts as the platform makes them: the chat template's text with special tokens, contents without."""

from __future__ import annotations

from llama import Llama

DEFAULT_SYSTEM = "You are a helpful AI assistant named SmolLM, trained by Hugging Face"
END_OF_TURN = "<|im_end|>"


def conversation(llama: Llama, user: str, system: str | None = None) -> list[int]:
    """Tokens of a system message (the template's default where none is given), a user's, and the answer's opening."""
    if system is None:
        tokens = llama.tokens(f"<|im_start|>system\n{DEFAULT_SYSTEM}{END_OF_TURN}\n<|im_start|>user\n", True)
    else:
        tokens = llama.tokens("<|im_start|>system\n", True) + llama.tokens(system, False)
        tokens += llama.tokens(f"{END_OF_TURN}\n<|im_start|>user\n", True)
    return tokens + llama.tokens(user, False) + llama.tokens(f"{END_OF_TURN}\n<|im_start|>assistant\n", True)
