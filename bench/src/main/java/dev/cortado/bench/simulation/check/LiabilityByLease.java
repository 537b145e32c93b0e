package dev.cortado.bench.simulation.check;

import java.util.Arrays;
import java.util.BitSet;

/// What may come to be charged to each lease, by its id, and which of these sums changed.
final class LiabilityByLease {

    private long[] amounts = new long[64];
    private final BitSet changed = new BitSet(64);

    void add(long lease, long amount) {
        int index = Math.toIntExact(lease);
        if (index >= amounts.length) {
            amounts = Arrays.copyOf(amounts, Math.max(index + 1, amounts.length * 2));
        }
        amounts[index] = Math.addExact(amounts[index], amount);
        changed.set(index);
    }

    long of(long lease) {
        int index = Math.toIntExact(lease);
        return index < amounts.length ? amounts[index] : 0;
    }

    /// Leases whose sum changed since they were last taken note of.
    BitSet changed() {
        return changed;
    }
}
