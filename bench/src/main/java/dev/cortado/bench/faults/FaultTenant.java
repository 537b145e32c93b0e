package dev.cortado.bench.faults;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// One tenant as its client knows it: what it asked, what it was told it paid, and what may still be held for it.
final class FaultTenant {

    /// How long an attempt that nobody heard the end of may still hold money: the life of a token, and its skew.
    private static final long UNHEARD_NANOS = 40_000_000_000L;

    private final String organisation;
    private final String key;
    private final long capNanoUsd;
    private final AtomicLong inFlightNanoUsd = new AtomicLong();
    private final AtomicLong paidNanoUsd = new AtomicLong();
    private final ConcurrentLinkedQueue<Unheard> unheard = new ConcurrentLinkedQueue<>();

    /// An attempt whose end nobody heard.
    private record Unheard(long atNanos, long holdNanoUsd) {}

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

    /// @param holdNanoUsd the most that it may hold
    void begins(long holdNanoUsd) {
        inFlightNanoUsd.addAndGet(holdNanoUsd);
    }

    /// The answer told what it cost.
    void paid(long holdNanoUsd, long nanoUsd) {
        inFlightNanoUsd.addAndGet(-holdNanoUsd);
        paidNanoUsd.addAndGet(nanoUsd);
    }

    /// It was refused before anything was held.
    void refused(long holdNanoUsd) {
        inFlightNanoUsd.addAndGet(-holdNanoUsd);
    }

    /// It broke off: whether it was charged only the log knows.
    void brokeOff(long holdNanoUsd) {
        unheard.add(new Unheard(System.nanoTime(), holdNanoUsd));
        inFlightNanoUsd.addAndGet(-holdNanoUsd);
    }

    long paidNanoUsd() {
        return paidNanoUsd.get();
    }

    /// The most that open holds may come to now.
    long mayBeHeldNanoUsd() {
        long old = System.nanoTime() - UNHEARD_NANOS;
        unheard.removeIf(each -> each.atNanos() - old < 0);
        return inFlightNanoUsd.get()
                + unheard.stream().mapToLong(Unheard::holdNanoUsd).sum();
    }
}
