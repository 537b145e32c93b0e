package dev.cortado.bench.simulation.check;

import java.util.Arrays;

/// What may come to be charged to each lease, by its id.
final class LiabilityByLease {

    private long[] amounts = new long[64];

    void clear() {
        Arrays.fill(amounts, 0);
    }

    void add(long lease, long amount) {
        int index = Math.toIntExact(lease);
        if (index >= amounts.length) {
            amounts = Arrays.copyOf(amounts, Math.max(index + 1, amounts.length * 2));
        }
        amounts[index] = Math.addExact(amounts[index], amount);
    }

    long of(long lease) {
        int index = Math.toIntExact(lease);
        return index < amounts.length ? amounts[index] : 0;
    }
}
