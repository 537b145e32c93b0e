package dev.cortado.evaluation.builtin;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Draws of one seed; the same seed, the same tasks, on every machine.
final class Dice {

    private final Random random;

    Dice(long seed) {
        this.random = new Random(seed);
    }

    /// @param max itself included
    int between(int min, int max) {
        return min + random.nextInt(max - min + 1);
    }

    <T> T of(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    final <T> T of(T... all) {
        return of(List.of(all));
    }

    /// So many different ones, in random order.
    <T> List<T> some(int count, List<T> all) {
        return shuffled(all).subList(0, count);
    }

    <T> List<T> shuffled(List<T> all) {
        List<T> copy = new ArrayList<>(all);
        Collections.shuffle(copy, random);
        return copy;
    }
}
