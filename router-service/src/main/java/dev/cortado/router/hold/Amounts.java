package dev.cortado.router.hold;

/// Arithmetic on amounts of a counter's unit, 0 to [Long#MAX_VALUE]. What is held is summed exactly and throws where it
/// cannot be; what is only wanted is cut off at the top.
final class Amounts {

    private static final int PERCENT = 100;

    private Amounts() {}

    /// The sum, or the largest amount where it would be more.
    static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    static long twice(long amount) {
        return sum(amount, amount);
    }

    /// A share of an amount, rounded down.
    static long share(long amount, int percent) {
        return amount / PERCENT * percent + amount % PERCENT * percent / PERCENT;
    }
}
