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
    /// By which a server says that it cannot now: it is late, asked too often, or broken.
    private static final int TIMED_OUT = 408;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERRORS = 500;
    private static final int NOT_IMPLEMENTED = 501;

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
        boolean counts = switch (flavour) {
            case LLAMA_SERVER, VLLM -> true;
            case SGLANG -> conversation.tools().isNone();
            case PLAIN -> false;
        };
        if (!counts) {
            return new RemoteServer.Uncountable();
        }
        if (System.nanoTime() - leftAloneUntilNanos < 0) {
            return new RemoteServer.Unanswered();
        }
        try {
            return flavour == Flavour.LLAMA_SERVER ? ofLlamaServer(conversation) : ofVllm(conversation);
        } catch (RemoteFailure away) {
            leftAloneUntilNanos = System.nanoTime() + LEFT_ALONE.toNanos();
            return new RemoteServer.Unanswered();
        }
    }

    OptionalLong text(String text, Flavour flavour) {
        try {
            return switch (flavour) {
                case LLAMA_SERVER -> llamaTokens(tokenised(text, false));
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
        if (!rendered.good() || !prompt.isTextual()) {
            return notRendered(rendered);
        }
        HttpCalls.Answer answer = tokenised(prompt.asText(), true);
        return answer.good() ? counted(llamaTokens(answer)) : notCounted(answer);
    }

    private HttpCalls.Answer tokenised(String text, boolean prompt) {
        ObjectNode body = body().put("content", text).put("add_special", prompt).put("parse_special", prompt);
        return calls.post(settings.atRoot("/tokenize"), body);
    }

    private static OptionalLong llamaTokens(HttpCalls.Answer answer) {
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
                : notCounted(answer);
    }

    private static PromptCount notCounted(HttpCalls.Answer answer) {
        int status = answer.status();
        boolean forNow =
                status == TIMED_OUT || status == TOO_MANY || (status >= SERVER_ERRORS && status != NOT_IMPLEMENTED);
        return forNow ? new RemoteServer.Unanswered() : new RemoteServer.Uncountable();
    }

    private ObjectNode body() {
        return calls.json().createObjectNode();
    }
}
