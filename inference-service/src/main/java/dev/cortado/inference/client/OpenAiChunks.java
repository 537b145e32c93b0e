package dev.cortado.inference.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.TokenBytes;
import dev.cortado.inference.engine.TokenLikelihood;
import dev.cortado.inference.remote.RemoteCall;
import dev.cortado.inference.remote.RemoteFailure;
import dev.cortado.inference.remote.RemoteFailure.Kind;
import dev.cortado.inference.remote.UsageClaim;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Reads the chunks of a streamed chat completion.
final class OpenAiChunks {

    private static final String LAST = "[DONE]";

    private final ObjectMapper json;
    private final OpenAiErrors errors;
    /// The first half of a character that a server cut in two.
    private String half = "";

    private final OpenAiToolCalls calls = new OpenAiToolCalls();

    OpenAiChunks(ObjectMapper json, OpenAiErrors errors) {
        this.json = json;
        this.errors = errors;
    }

    /// @throws RemoteFailure if it is no chunk, or an error
    List<RemoteCall.ServerEvent> read(ServerSentEvents.Event event) {
        if (event.data().strip().equals(LAST)) {
            return List.of(new RemoteCall.EndOfAnswer());
        }
        JsonNode chunk = parsed(event.data());
        if (event.error() || chunk.hasNonNull("error")) {
            throw errors.ofEvent(chunk);
        }
        if (!chunk.isObject()) {
            throw garbage();
        }
        List<RemoteCall.ServerEvent> events = new ArrayList<>();
        JsonNode choices = chunk.path("choices");
        for (JsonNode choice : choices) {
            choice(choice, events);
        }
        JsonNode usage = chunk.path("usage");
        if (usage.isObject()) {
            events.add(new RemoteCall.Usage(claim(usage)));
        } else if (chunk.path("timings").isObject()) {
            events.add(new RemoteCall.Usage(ofTimings(chunk.path("timings"))));
        }
        if (events.isEmpty() && !choices.isArray()) {
            throw garbage();
        }
        return events;
    }

    private JsonNode parsed(String data) {
        try {
            return json.readTree(data);
        } catch (JsonProcessingException e) {
            throw garbage();
        }
    }

    private static RemoteFailure garbage() {
        return new RemoteFailure(Kind.GARBAGE, "the server sent an event that is no chunk of a chat completion");
    }

    private void choice(JsonNode choice, List<RemoteCall.ServerEvent> events) {
        JsonNode delta = choice.path("delta");
        for (String thoughts : List.of("reasoning_content", "reasoning")) {
            if (delta.path(thoughts).isTextual()) {
                events.add(
                        new RemoteCall.Unshown(delta.path(thoughts).asText().getBytes(StandardCharsets.UTF_8).length));
                break;
            }
        }
        List<TokenLikelihood> tokens = new ArrayList<>();
        choice.path("logprobs").path("content").forEach(token -> tokens.add(likelihood(token)));
        if (delta.path("content").isTextual() || !tokens.isEmpty()) {
            events.add(new RemoteCall.Text(whole(delta.path("content").asText("")), tokens));
        }
        int index = 0;
        for (JsonNode call : delta.path("tool_calls")) {
            calls.read(call, index++).map(RemoteCall.Called::new).ifPresent(events::add);
        }
        String reason = choice.path("finish_reason").asText("");
        if (choice.path("finish_reason").isTextual() && !reason.isEmpty()) {
            events.add(new RemoteCall.Stopped(cause(reason)));
        }
    }

    private static TokenLikelihood likelihood(JsonNode token) {
        List<TokenLikelihood.Likely> top = new ArrayList<>();
        for (JsonNode likely : token.path("top_logprobs")) {
            top.add(new TokenLikelihood.Likely(
                    bytes(likely), likely.path("logprob").asDouble()));
        }
        return new TokenLikelihood(bytes(token), token.path("logprob").asDouble(), top);
    }

    /// A token's bytes are given where its text cannot tell them.
    private static TokenBytes bytes(JsonNode token) {
        JsonNode given = token.path("bytes");
        if (!given.isArray()) {
            return new TokenBytes(token.path("token").asText().getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = new byte[given.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) given.path(i).asInt();
        }
        return new TokenBytes(bytes);
    }

    private String whole(String text) {
        String all = half + text;
        boolean cut = !all.isEmpty() && Character.isHighSurrogate(all.charAt(all.length() - 1));
        half = cut ? all.substring(all.length() - 1) : "";
        return cut ? all.substring(0, all.length() - 1) : all;
    }

    private static StopCause cause(String reason) {
        return switch (reason) {
            case "length" -> StopCause.LENGTH;
            case "abort", "error" ->
                throw new RemoteFailure(Kind.BROKEN, "the server gave the generation up: " + reason);
            default -> StopCause.STOP;
        };
    }

    private static UsageClaim claim(JsonNode usage) {
        return new UsageClaim(
                count(usage.path("prompt_tokens")),
                count(usage.path("prompt_tokens_details").path("cached_tokens")),
                count(usage.path("completion_tokens")),
                count(usage.path("completion_tokens_details").path("reasoning_tokens")));
    }

    /// llama-server's, which may come with each token: `prompt_n` leaves out what was cached.
    private static UsageClaim ofTimings(JsonNode timings) {
        OptionalLong cached = count(timings.path("cache_n"));
        OptionalLong computed = count(timings.path("prompt_n"));
        OptionalLong prompt = computed.isPresent() && cached.isPresent()
                ? OptionalLong.of(computed.getAsLong() + cached.getAsLong())
                : OptionalLong.empty();
        return new UsageClaim(prompt, cached, count(timings.path("predicted_n")), OptionalLong.empty());
    }

    /// A number that is none, or that no count can be, is as good as not given.
    private static OptionalLong count(JsonNode number) {
        return number.isIntegralNumber() && number.canConvertToLong() && number.asLong() >= 0
                ? OptionalLong.of(number.asLong())
                : OptionalLong.empty();
    }
}
