package dev.cortado.bench.engine;

import java.util.List;

/// When the pieces of one stream came.
///
/// @param pieceNanos since the run began; at least one
/// @param tokens that were drawn: some may have come without a piece of text, such as half a character
record StreamTimes(List<Long> pieceNanos, long tokens) {

    StreamTimes {
        pieceNanos = List.copyOf(pieceNanos);
        if (pieceNanos.isEmpty()) {
            throw new IllegalStateException("a stream ended without any text");
        }
    }

    long firstNanos() {
        return pieceNanos.getFirst();
    }

    long lastNanos() {
        return pieceNanos.getLast();
    }

    /// Tokens that came after `from` and not after `until`.
    double tokensWithin(long from, long until) {
        long pieces = 0;
        for (long piece : pieceNanos) {
            if (piece > from && piece <= until) {
                pieces++;
            }
        }
        return pieces * (double) tokens / pieceNanos.size();
    }
}
