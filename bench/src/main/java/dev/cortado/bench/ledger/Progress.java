package dev.cortado.bench.ledger;

import java.util.Locale;

/// Lines about what takes longer than two seconds, on standard error: standard output ends with the figures.
final class Progress {

    private Progress() {}

    static void say(String what, long done, long all, long begunNanos) {
        double seconds = (System.nanoTime() - begunNanos) / 1e9;
        double left = done == 0 ? Double.NaN : seconds * (all - done) / done;
        System.err.printf(
                Locale.ROOT, "%s: %,d of %,d, %.0f/s, about %.0f s left%n", what, done, all, done / seconds, left);
    }
}
