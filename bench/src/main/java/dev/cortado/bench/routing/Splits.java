package dev.cortado.bench.routing;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Prompts to learn from and prompts to be judged by.
@SuppressWarnings("ArrayRecordComponent") // Rows of numbers: copies would cost more than what they are for.
public record Splits(int[] learn, int[] judge) {

    /// So many labels, and the rest.
    public static Splits of(int count, int labels, long seed) {
        int[] order = shuffled(count, seed);
        return new Splits(
                IntStream.range(0, labels).map(i -> order[i]).toArray(),
                IntStream.range(labels, count).map(i -> order[i]).toArray());
    }

    /// One of several folds, and the rest to learn from.
    public static Splits fold(int count, int fold, int folds, long seed) {
        int[] order = shuffled(count, seed);
        return new Splits(
                IntStream.range(0, count)
                        .filter(i -> i % folds != fold)
                        .map(i -> order[i])
                        .toArray(),
                IntStream.range(0, count)
                        .filter(i -> i % folds == fold)
                        .map(i -> order[i])
                        .toArray());
    }

    public static int[] shuffled(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
