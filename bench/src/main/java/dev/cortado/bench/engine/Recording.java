package dev.cortado.bench.engine;

import java.util.ArrayList;
import java.util.List;

/// Notes when the pieces of one stream come. Used by one thread at a time.
final class Recording {

    private final long begin;
    private final List<Long> pieceNanos = new ArrayList<>();

    /// @param begin of the run, as `System.nanoTime` tells it
    Recording(long begin) {
        this.begin = begin;
    }

    void piece() {
        pieceNanos.add(System.nanoTime() - begin);
    }

    StreamTimes ended(long tokens) {
        return new StreamTimes(pieceNanos, tokens);
    }
}
