package dev.cortado.inference.remote;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.PreparedPrompt;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.TemplateOverhead;
import java.nio.charset.StandardCharsets;

/// How many tokens a prompt has: counted by the server where it counts, else bounded by its bytes, since a token is at
/// least one byte, and by what a template adds at most.
final class PromptBounds {

    private final RemoteServer server;
    private final TemplateOverhead template;

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
        };
    }

    private TokenCount most(Conversation conversation) {
        long most = template.promptTokensMax(
                bytes(conversation), conversation.messages().size());
        return TokenCount.of(Math.clamp(most, 1, Integer.MAX_VALUE));
    }

    static long bytes(Conversation conversation) {
        return conversation.messages().stream()
                .mapToLong(message -> bytes(message.content()))
                .sum();
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
