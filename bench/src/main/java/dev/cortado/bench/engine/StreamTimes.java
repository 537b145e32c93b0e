package dev.cortado.bench.engine;

/// When the pieces of one stream came.
///
/// @param pieceNanos since the run began; at least one
/// @param tokens that were drawn: some may have come without a piece of text, such as half a character
record StreamTimes(long[] pieceNanos, long tokens) {

    StreamTimes {
        if (pieceNanos.length == 0) {
            throw new IllegalStateException("a stream ended without any text");
        }
    }

    long firstNanos() {
        return pieceNanos[0];
    }

    long lastNanos() {
        return pieceNanos[pieceNanos.length - 1];
    }

    /// Tokens that came after `from` and not after `until`.
    double tokensWithin(long from, long until) {
        long pieces = 0;
        for (long piece : pieceNanos) {
            if (piece > from && piece <= until) {
                pieces++;
            }
        }
        return pieces * (double) tokens / pieceNanos.length;
    }
}
