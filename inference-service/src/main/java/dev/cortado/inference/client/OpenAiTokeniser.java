package dev.cortado.inference.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.remote.RemoteFailure;
import dev.cortado.inference.remote.RemoteServer;
import dev.cortado.inference.remote.RemoteServer.PromptCount;
import java.time.Duration;
import java.util.OptionalLong;

/// Counts by the tokeniser of servers that offer it beside OpenAI's interface: llama-server renders at
/// `/apply-template` and counts at `/tokenize`, vLLM and SGLang do both at `/tokenize`, SGLang without
/// tools. A server that did not answer is not asked again for a while, so that counting never holds
/// prompts up for long.
final class OpenAiTokeniser {

    private static final Duration LEFT_ALONE = Duration.ofSeconds(5);
    private static final int BAD_REQUEST = 400;

    private final HttpCalls calls;
    private final OpenAiSettings settings;
    private final OpenAiRequests requests;
    private final OpenAiErrors errors;
    private final String model;
    private volatile long leftAloneUntilNanos = System.nanoTime();

    OpenAiTokeniser(
            HttpCalls calls, OpenAiSettings settings, OpenAiRequests requests, OpenAiErrors errors, String model) {
        this.calls = calls;
        this.settings = settings;
        this.requests = requests;
        this.errors = errors;
        this.model = model;
    }

    PromptCount prompt(Conversation conversation, Flavour flavour) {
        if (System.nanoTime() - leftAloneUntilNanos < 0) {
            return new RemoteServer.Uncountable();
        }
        try {
            return switch (flavour) {
                case LLAMA_SERVER -> ofLlamaServer(conversation);
                case VLLM -> ofVllm(conversation);
                case SGLANG -> conversation.tools().isNone() ? ofVllm(conversation) : new RemoteServer.Uncountable();
                case PLAIN -> new RemoteServer.Uncountable();
            };
        } catch (RemoteFailure away) {
            leftAloneUntilNanos = System.nanoTime() + LEFT_ALONE.toNanos();
            return new RemoteServer.Uncountable();
        }
    }

    OptionalLong text(String text, Flavour flavour) {
        try {
            return switch (flavour) {
                case LLAMA_SERVER -> llamaTokens(text, false);
                case VLLM, SGLANG -> {
                    ObjectNode body =
                            body().put("model", model).put("prompt", text).put("add_special_tokens", false);
                    yield count(calls.post(settings.atRoot("/tokenize"), body));
                }
                case PLAIN -> OptionalLong.empty();
            };
        } catch (RemoteFailure away) {
            return OptionalLong.empty();
        }
    }

    private PromptCount ofLlamaServer(Conversation conversation) {
        ObjectNode body = body();
        requests.conversation(body, conversation);
        HttpCalls.Answer rendered = calls.post(settings.atRoot("/apply-template"), body);
        JsonNode prompt = rendered.body().path("prompt");
        return rendered.good() && prompt.isTextual()
                ? counted(llamaTokens(prompt.asText(), true))
                : notRendered(rendered);
    }

    private OptionalLong llamaTokens(String text, boolean prompt) {
        ObjectNode body = body().put("content", text).put("add_special", prompt).put("parse_special", prompt);
        HttpCalls.Answer answer = calls.post(settings.atRoot("/tokenize"), body);
        JsonNode tokens = answer.body().path("tokens");
        return answer.good() && tokens.isArray() ? OptionalLong.of(tokens.size()) : OptionalLong.empty();
    }

    private PromptCount ofVllm(Conversation conversation) {
        ObjectNode body = body().put("model", model).put("add_generation_prompt", true);
        requests.conversation(body, conversation);
        HttpCalls.Answer answer = calls.post(settings.atRoot("/tokenize"), body);
        return answer.good() ? counted(count(answer)) : notRendered(answer);
    }

    private static OptionalLong count(HttpCalls.Answer answer) {
        JsonNode count = answer.body().path("count");
        return answer.good() && count.canConvertToLong() && count.isIntegralNumber() && count.asLong() >= 0
                ? OptionalLong.of(count.asLong())
                : OptionalLong.empty();
    }

    private static PromptCount counted(OptionalLong tokens) {
        return tokens.isPresent() && tokens.getAsLong() > 0 && tokens.getAsLong() <= Integer.MAX_VALUE
                ? new RemoteServer.Counted(TokenCount.of(tokens.getAsLong()))
                : new RemoteServer.Uncountable();
    }

    private PromptCount notRendered(HttpCalls.Answer answer) {
        return answer.status() == BAD_REQUEST
                ? new RemoteServer.Unrenderable(errors.ofStatus(answer.status(), answer.body(), Duration.ZERO)
                        .text())
                : new RemoteServer.Uncountable();
    }

    private ObjectNode body() {
        return calls.json().createObjectNode();
    }
}
