package dev.cortado.gateway.http;

import java.io.IOException;
import java.util.Set;

/// Fields of OpenAI's chat API that are not served yet. A value that asks for nothing is accepted; any other is
/// refused, naming the field.
final class NotServedFields {

    private static final Set<String> KNOWN = Set.of(
            "model",
            "messages",
            "temperature",
            "top_p",
            "seed",
            "presence_penalty",
            "frequency_penalty",
            "stop",
            "max_tokens",
            "max_completion_tokens",
            "stream",
            "stream_options",
            "user",
            "metadata",
            "cortado",
            "n",
            "tools",
            "functions",
            "tool_choice",
            "function_call",
            "parallel_tool_calls",
            "response_format",
            "logprobs",
            "top_logprobs",
            "logit_bias",
            "modalities",
            "audio",
            "prediction",
            "store",
            "service_tier",
            "reasoning_effort",
            "verbosity",
            "web_search_options",
            "prompt_cache_key",
            "prompt_cache_retention",
            "safety_identifier",
            "moderation");

    private static final int WORD_CHARACTERS_MAX = 64;

    private NotServedFields() {}

    /// Whether OpenAI's API or ours has such a field: then null is as good as its absence.
    static boolean isKnown(String name) {
        return KNOWN.contains(name);
    }

    /// Accepts the value at which the parser stands if it asks for nothing.
    static void check(String name, JsonFields json) throws IOException, InvalidRequest {
        boolean harmless = switch (name) {
            case "functions" -> {
                if (!json.isArray() || !json.steppedOverEmpty()) {
                    throw legacy(name, "'tools'");
                }
                yield true;
            }
            case "function_call" -> {
                if (!isWord(json, Set.of("none"))) {
                    throw legacy(name, "'tool_choice'");
                }
                yield true;
            }
            case "store" -> !json.bool();
            case "modalities" -> isTextOnly(json);
            case "service_tier" -> isWord(json, Set.of("auto", "default"));
            default -> {
                if (!isKnown(name)) {
                    throw json.unknown();
                }
                yield false;
            }
        };
        if (!harmless) {
            throw JsonFields.notServedYet(name);
        }
    }

    /// For what OpenAI has replaced.
    ///
    /// @param successor what to send instead
    static InvalidRequest legacy(String path, String successor) {
        return new InvalidRequest(ApiError.invalid(
                path,
                "unsupported_parameter",
                "'" + path + "' is not served, since OpenAI replaced it: send " + successor + " instead"));
    }

    private static boolean isWord(JsonFields json, Set<String> words) throws IOException, InvalidRequest {
        return json.isString() && words.contains(json.string(WORD_CHARACTERS_MAX));
    }

    private static boolean isTextOnly(JsonFields json) throws IOException, InvalidRequest {
        json.array(1, () -> {
            if (!isWord(json, Set.of("text"))) {
                throw JsonFields.notServedYet("modalities");
            }
        });
        return true;
    }
}
