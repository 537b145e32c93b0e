package dev.cortado.gateway.http;

import dev.cortado.gateway.generate.Delta;
import dev.cortado.gateway.generate.ToolCallPiece;
import java.util.List;
import java.util.TreeMap;

/// All that came of one choice so far.
final class GatheredChoice {

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder logprobs = new StringBuilder();
    private final TreeMap<Integer, Call> calls = new TreeMap<>();

    void add(Delta delta) {
        text.append(delta.text());
        if (!delta.logprobs().isEmpty()) {
            logprobs.append(logprobs.isEmpty() ? "" : ",").append(LogprobsJson.entries(delta.logprobs()));
        }
        for (ToolCallPiece piece : delta.toolCalls()) {
            calls.computeIfAbsent(piece.position(), _ -> new Call()).add(piece);
        }
    }

    String text() {
        return text.toString();
    }

    /// See [LogprobsJson#entries].
    String logprobs() {
        return logprobs.toString();
    }

    /// Each call as one piece.
    List<ToolCallPiece> calls() {
        return calls.entrySet().stream()
                .map(call -> call.getValue().whole(call.getKey()))
                .toList();
    }

    /// One call of a function.
    private static final class Call {

        private final StringBuilder id = new StringBuilder();
        private final StringBuilder name = new StringBuilder();
        private final StringBuilder arguments = new StringBuilder();

        void add(ToolCallPiece piece) {
            id.append(piece.id());
            name.append(piece.name());
            arguments.append(piece.arguments());
        }

        ToolCallPiece whole(int position) {
            return new ToolCallPiece(position, id.toString(), name.toString(), arguments.toString());
        }
    }
}
