package dev.cortado.inference.batching;

import java.time.Duration;

/// Whether a lone prompt may take large steps: others came lately, so the next may come in the middle of one. Safe for
/// use by several threads.
final class Company {

    private final long quietNanos;
    private volatile boolean came;
    private volatile long cameNanos;

    /// @param quiet after which the last one that came is forgotten
    Company(Duration quiet) {
        this.quietNanos = quiet.toNanos();
    }

    void comes() {
        cameNanos = System.nanoTime();
        came = true;
    }

    boolean isExpected() {
        return came && System.nanoTime() - cameNanos < quietNanos;
    }
}
