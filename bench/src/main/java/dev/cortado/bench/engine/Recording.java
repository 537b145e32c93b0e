package dev.cortado.bench.engine;

import java.util.Arrays;

/// Notes when the pieces of one stream come. Used by one thread at a time.
final class Recording {

    private final long begin;
    private long[] pieceNanos = new long[64];
    private int pieces;

    /// @param begin of the run, as `System.nanoTime` tells it
    Recording(long begin) {
        this.begin = begin;
    }

    void piece() {
        if (pieces == pieceNanos.length) {
            pieceNanos = Arrays.copyOf(pieceNanos, 2 * pieces);
        }
        pieceNanos[pieces++] = System.nanoTime() - begin;
    }

    StreamTimes ended(long tokens) {
        return new StreamTimes(Arrays.copyOf(pieceNanos, pieces), tokens);
    }
}
