package dev.cortado.bench.faults;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// One tenant as its client knows it: what it asked, what it was told it paid, and what may still be held for it.
final class FaultTenant {

    /// How long an attempt that nobody heard the end of may still hold money: the life of a token, and its skew.
    private static final long UNHEARD_NANOS = 40_000_000_000L;

    private final String organisation;
    private final String key;
    private final long capNanoUsd;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong paidNanoUsd = new AtomicLong();
    private final ConcurrentLinkedQueue<Long> unheard = new ConcurrentLinkedQueue<>();

    FaultTenant(String organisation, String key, long capNanoUsd) {
        this.organisation = organisation;
        this.key = key;
        this.capNanoUsd = capNanoUsd;
    }

    String organisation() {
        return organisation;
    }

    String key() {
        return key;
    }

    long capNanoUsd() {
        return capNanoUsd;
    }

    void begins() {
        inFlight.incrementAndGet();
    }

    /// The answer told what it cost.
    void paid(long nanoUsd) {
        inFlight.decrementAndGet();
        paidNanoUsd.addAndGet(nanoUsd);
    }

    /// It was refused before anything was held.
    void refused() {
        inFlight.decrementAndGet();
    }

    /// It broke off: whether it was charged only the log knows.
    void brokeOff() {
        unheard.add(System.nanoTime());
        inFlight.decrementAndGet();
    }

    long paidNanoUsd() {
        return paidNanoUsd.get();
    }

    /// Holds that may be open now.
    int mayBeHeld() {
        long old = System.nanoTime() - UNHEARD_NANOS;
        for (Long first = unheard.peek(); first != null && first - old < 0; first = unheard.peek()) {
            unheard.remove(first);
        }
        return inFlight.get() + unheard.size();
    }
}
