package dev.cortado.gateway.hedge;

import java.util.concurrent.atomic.AtomicLong;

/// Keeps hedges below a share of requests: each request earns a part of a hedge, each hedge spends a whole one. Nothing
/// is
/// earned in advance, and only so much is kept. When all nodes are slow, hedges would else double their work. Safe for
/// use
/// by several threads.
final class HedgeShare {

    private static final long WHOLE = 1_000_000;

    private final long earned;
    private final long keptMax;
    private final AtomicLong kept = new AtomicLong();

    /// @param share of requests, 0..1
    /// @param burstMax hedges that may follow each other when none was made for long
    HedgeShare(double share, int burstMax) {
        this.earned = Math.round(share * WHOLE);
        this.keptMax = burstMax * WHOLE;
    }

    void request() {
        kept.updateAndGet(before -> Math.min(keptMax, before + earned));
    }

    /// Takes one hedge, if there is one to take.
    boolean take() {
        while (true) {
            long before = kept.get();
            if (before < WHOLE) {
                return false;
            }
            if (kept.compareAndSet(before, before - WHOLE)) {
                return true;
            }
        }
    }
}
