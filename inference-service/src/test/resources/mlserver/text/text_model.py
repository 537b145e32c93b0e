"""A model for MLServer that turns text into text without weights: it says the prompt's words backwards.

Inputs: text_input (BYTES), max_tokens (INT32). Outputs: text_output (BYTES), and, since a token is a word here,
prompt_tokens and completion_tokens (INT32). A prompt with the word SLEEP is answered a minute later, one with the word
FAIL not at all.
"""

import asyncio

from mlserver import MLModel
from mlserver.codecs import NumpyCodec, StringCodec
from mlserver.errors import InferenceError
from mlserver.types import InferenceRequest, InferenceResponse

import numpy as np


class TextModel(MLModel):
    async def load(self) -> bool:
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        given = {tensor.name: tensor for tensor in payload.inputs}
        prompt = StringCodec.decode_input(given["text_input"])[0]
        words = prompt.split()
        if "SLEEP" in words:
            await asyncio.sleep(60)
        if "FAIL" in words:
            raise InferenceError("this model does not like the prompt")
        most = int(NumpyCodec.decode_input(given["max_tokens"])[0]) if "max_tokens" in given else len(words)
        answer = words[::-1][:most]
        return InferenceResponse(
            model_name=self.name,
            outputs=[
                StringCodec.encode_output("text_output", [" ".join(answer)]),
                NumpyCodec.encode_output("prompt_tokens", np.array([len(words)], dtype=np.int32)),
                NumpyCodec.encode_output("completion_tokens", np.array([len(answer)], dtype=np.int32)),
            ],
        )
