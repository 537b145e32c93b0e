package dev.cortado.router.predict;

import java.util.random.RandomGenerator;

/// The numbers from 0 up in an order that a generator decides (Fisher and Yates).
final class Shuffle {

    private Shuffle() {}

    static int[] of(int count, RandomGenerator random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
