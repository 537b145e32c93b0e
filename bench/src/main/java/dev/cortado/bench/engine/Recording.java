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

    /// A stream without any text, such as half a character or the end at once, has its end for its only piece: that is
    /// when its first token came.
    StreamTimes ended(long tokens) {
        if (pieceNanos.isEmpty()) {
            piece();
        }
        return new StreamTimes(pieceNanos, tokens);
    }
}
