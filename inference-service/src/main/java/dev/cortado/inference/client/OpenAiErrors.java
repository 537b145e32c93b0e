package dev.cortado.inference.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cortado.inference.remote.RemoteFailure;
import dev.cortado.inference.remote.RemoteFailure.Kind;
import java.time.Duration;

/// What a server's errors mean, and its words for people: shortened, on one line, without the key.
final class OpenAiErrors {

    private final ServerKey key;

    OpenAiErrors(ServerKey key) {
        this.key = key;
    }

    RemoteFailure ofStatus(int status, JsonNode body, Duration retryAfter) {
        return switch (status) {
            // What a server says of a key may hold a part of it.
            case 401, 403 ->
                new RemoteFailure(Kind.NOT_LET_IN, "the server does not let this node in (" + status + ")");
            case 404 -> new RemoteFailure(Kind.NO_MODEL, said("the server does not have it", status, body));
            case 408, 429, 503 ->
                new RemoteFailure(Kind.BUSY, said("the server has no capacity", status, body), retryAfter);
            default -> {
                if (status >= 500) {
                    yield new RemoteFailure(Kind.BROKEN, said("the server failed", status, body), retryAfter);
                }
                yield status >= 400
                        ? new RemoteFailure(Kind.NOT_TAKEN, said("the server does not take the request", status, body))
                        : new RemoteFailure(Kind.GARBAGE, "the server answered with status " + status);
            }
        };
    }

    /// An error in the middle of a stream.
    RemoteFailure ofEvent(JsonNode error) {
        int code = error.path("code").asInt(error.path("error").path("code").asInt(0));
        String words = words(error);
        return new RemoteFailure(
                code == 429 || code == 503 ? Kind.BUSY : Kind.BROKEN,
                "the server reports an error" + (words.isEmpty() ? "" : ": " + words));
    }

    private String said(String what, int status, JsonNode body) {
        String words = words(body);
        return what + " (" + status + ")" + (words.isEmpty() ? "" : ": " + words);
    }

    /// OpenAI nests the message in `error`, vLLM used to have it at the top, FastAPI calls it `detail`.
    private String words(JsonNode body) {
        JsonNode error = body.path("error");
        for (JsonNode place :
                new JsonNode[] {error.path("message"), error, body.path("message"), body.path("detail")}) {
            if (place.isTextual()) {
                return key.words(place.asText());
            }
        }
        return body.isTextual() && !body.asText().stripLeading().startsWith("<") ? key.words(body.asText()) : "";
    }
}
