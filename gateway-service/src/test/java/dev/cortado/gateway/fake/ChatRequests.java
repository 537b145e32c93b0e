package dev.cortado.gateway.fake;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.gateway.chat.ChatMessage;
import dev.cortado.gateway.chat.ChatRequest;
import dev.cortado.gateway.chat.CompletionLimit;
import dev.cortado.gateway.chat.Delivery;
import dev.cortado.gateway.chat.Output;
import dev.cortado.gateway.chat.RequestedCheck;
import dev.cortado.gateway.chat.ResponseFormat;
import dev.cortado.gateway.chat.Role;
import dev.cortado.gateway.chat.Sampling;
import dev.cortado.gateway.chat.Tools;
import dev.cortado.gateway.chat.Wishes;
import java.util.List;
import java.util.Map;

/// Requests that are read already.
public final class ChatRequests {

    public static final Sampling NO_SAMPLING = new Sampling(null, null, null, null, null, List.of(), Map.of());

    private ChatRequests() {}

    public static ChatRequest hi() {
        return of(Tools.NONE, ChatMessage.of(Role.USER, "Hi"));
    }

    /// The same, to be answered in one piece.
    public static ChatRequest whole() {
        ChatRequest hi = hi();
        return new ChatRequest(
                hi.model(),
                hi.messages(),
                hi.tools(),
                hi.sampling(),
                hi.output(),
                hi.wishes(),
                Delivery.WHOLE,
                hi.metadata());
    }

    /// The same in one piece, with a check of the answer.
    public static ChatRequest checked(RequestedCheck check, ResponseFormat format) {
        ChatRequest whole = whole();
        return new ChatRequest(
                whole.model(),
                whole.messages(),
                whole.tools(),
                whole.sampling(),
                new Output(whole.output().limit(), 1, format, null),
                new Wishes(null, null, null, "", null, "", check),
                whole.delivery(),
                whole.metadata());
    }

    public static ChatRequest of(Tools tools, ChatMessage... messages) {
        return new ChatRequest(
                "auto",
                List.of(messages),
                tools,
                NO_SAMPLING,
                Output.text(new CompletionLimit(TokenCount.of(10), false)),
                Wishes.NONE,
                Delivery.STREAMED,
                Map.of());
    }
}
