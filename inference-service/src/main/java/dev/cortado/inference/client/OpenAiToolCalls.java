package dev.cortado.inference.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cortado.inference.engine.ToolCallPiece;
import dev.cortado.inference.remote.RemoteFailure;
import dev.cortado.inference.remote.RemoteFailure.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Reads the pieces of tool calls of one answer: a call's first piece has its name, the further ones only arguments.
/// Some servers send whole calls and give all of them one index: a piece with a name and an id of its own begins a
/// call.
final class OpenAiToolCalls {

    private static final int CALLS_MAX = 128;

    /// By the index that the server gives a call: its place among those that began.
    private final Map<Integer, Call> calls = new HashMap<>();
    private int begun;

    /// @param id as the server gave it
    private record Call(int position, String id) {}

    /// @param index of a call whose server gives none
    /// @return empty for a piece that says nothing
    /// @throws RemoteFailure if a call begins without a name, or there are too many
    Optional<ToolCallPiece> read(JsonNode call, int index) {
        int key = call.path("index").asInt(index);
        JsonNode function = call.path("function");
        String arguments = arguments(function.path("arguments"));
        String name = function.path("name").asText("");
        String id = call.path("id").asText("");
        Call known = calls.get(key);
        if (known != null && (name.isBlank() || id.isBlank() || id.equals(known.id()))) {
            return arguments.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ToolCallPiece(known.position(), "", "", arguments));
        }
        if (name.isBlank() || begun == CALLS_MAX) {
            throw new RemoteFailure(
                    Kind.GARBAGE,
                    name.isBlank()
                            ? "the server sent a tool call without a function's name"
                            : "the server sent more than " + CALLS_MAX + " tool calls");
        }
        calls.put(key, new Call(begun, id));
        return Optional.of(new ToolCallPiece(begun++, id(id), name, arguments));
    }

    private static String id(String said) {
        return said.isBlank() ? "call_" + UUID.randomUUID().toString().replace("-", "") : said;
    }

    /// A text; some servers send the object itself.
    private static String arguments(JsonNode arguments) {
        if (arguments.isTextual()) {
            return arguments.asText();
        }
        return arguments.isObject() ? arguments.toString() : "";
    }
}
