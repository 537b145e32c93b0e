package dev.cortado.bench.simulation.world;

import java.util.List;
import java.util.SplittableRandom;

/// The one source of chance of a history.
public final class Dice {

    private static final int THOUSAND = 1_000;

    private final SplittableRandom random;

    public Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /// @return from `low` to `high`, both possible
    public long between(long low, long high) {
        return random.nextLong(low, high + 1);
    }

    public int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    /// @param permille how often in a thousand
    public boolean chance(int permille) {
        return permille > 0 && random.nextInt(THOUSAND) < permille;
    }

    public <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    public long bits() {
        return random.nextLong();
    }
}
