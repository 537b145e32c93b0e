package dev.cortado.inference.batching;

import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.PromptPreparation;

/// Turns conversations into the model's tokens. Safe for use by several threads.
public interface PromptSource {

    PromptPreparation prepare(Conversation conversation);
}
