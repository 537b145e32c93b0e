package dev.cortado.bench.soak;

import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.PreparedPrompt;
import dev.cortado.inference.engine.PromptPreparation;
import java.util.List;

/// Counts prompts by the model's own vocabulary and template, in this process.
record PromptCounts(Engine engine) implements AutoCloseable {

    long of(String text) {
        Conversation conversation = new Conversation(List.of(new ConversationMessage(ChatRole.USER, text)));
        return switch (engine.prepare(conversation)) {
            case PromptPreparation.Prepared(PreparedPrompt prompt) -> prompt.size();
            case PromptPreparation.Unrenderable(String reason) -> throw new IllegalStateException(reason);
            case PromptPreparation.Unsupported(String field, String reason) ->
                throw new IllegalStateException(field + ": " + reason);
        };
    }

    @Override
    public void close() {
        engine.close();
    }
}
