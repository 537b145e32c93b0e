package dev.cortado.gateway.chat;

import java.util.List;
import java.util.Map;

/// A chat completion that a client asks for, checked and complete.
///
/// @param model `auto`, a tier or a variant id, as the client wrote it
/// @param tools functions that it may call
/// @param metadata the client's own labels, with `user` among them where it was given
public record ChatRequest(
        String model,
        List<ChatMessage> messages,
        Tools tools,
        Sampling sampling,
        Output output,
        Wishes wishes,
        Delivery delivery,
        Map<String, String> metadata) {

    public ChatRequest {
        messages = List.copyOf(messages);
        metadata = Map.copyOf(metadata);
    }

    /// The text of the last message.
    public String said() {
        return String.join("\n", messages.getLast().texts());
    }

    /// The same with this output.
    public ChatRequest with(Output other) {
        return new ChatRequest(model, messages, tools, sampling, other, wishes, delivery, metadata);
    }
}
