package dev.cortado.inference.remote;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.PreparedPrompt;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.TemplateOverhead;
import java.nio.charset.StandardCharsets;

/// How many tokens a prompt has: counted by the server where it counts, else bounded by its bytes, since a token is at
/// least one byte, and by what a template adds at most. Routers reckon holds by the same bound.
final class PromptBounds {

    private final RemoteServer server;
    private final TemplateOverhead template;

    /// @param template as the node reports it
    PromptBounds(RemoteServer server, TemplateOverhead template) {
        this.server = server;
        this.template = template;
    }

    PromptPreparation prepare(Conversation conversation) {
        return switch (server.count(conversation)) {
            case RemoteServer.Counted(var tokens) ->
                new PromptPreparation.Prepared(PreparedPrompt.counted(conversation, tokens));
            case RemoteServer.AtMost(var tokens) ->
                new PromptPreparation.Prepared(PreparedPrompt.bounded(conversation, tokens));
            case RemoteServer.Unrenderable(var reason) -> new PromptPreparation.Unrenderable(reason);
            case RemoteServer.Uncountable() ->
                new PromptPreparation.Prepared(PreparedPrompt.bounded(conversation, most(conversation)));
            case RemoteServer.Unanswered() ->
                new PromptPreparation.Prepared(PreparedPrompt.boundedForNow(conversation, most(conversation)));
        };
    }

    private TokenCount most(Conversation conversation) {
        int calls = conversation.messages().stream()
                .mapToInt(message -> message.calls().size())
                .sum();
        long most = template.promptTokensMax(
                bytes(conversation),
                conversation.messages().size(),
                conversation.tools().tools().size() + calls);
        return TokenCount.of(Math.clamp(most, 1, Integer.MAX_VALUE));
    }

    /// Of all that the model is shown: texts, declared functions and calls.
    static long bytes(Conversation conversation) {
        long messages =
                conversation.messages().stream().mapToLong(PromptBounds::bytes).sum();
        return messages
                + conversation.tools().tools().stream()
                        .mapToLong(
                                tool -> bytes(tool.name()) + bytes(tool.description()) + bytes(tool.parametersJson()))
                        .sum();
    }

    private static long bytes(ConversationMessage message) {
        long calls = message.calls().stream()
                .mapToLong(call -> bytes(call.id()) + bytes(call.name()) + bytes(call.argumentsJson()))
                .sum();
        return bytes(message.content()) + bytes(message.answeredCall()) + calls;
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
