package dev.cortado.accounting.report;

import dev.cortado.accounting.window.Window;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Where a counter will stand when its window ends, in the limit's unit.
///
/// The rate to come is taken as the mean of two: the window's so far, and that of its last stretch. So a burst counts,
/// but does not rule alone. Integers throughout; what is forecast is rounded up.
public sealed interface Forecast {

    /// @param atEnd spent by the window's end
    /// @param capReachedAt when the cap would be reached; empty: not in this window
    record Known(long atEnd, Optional<Instant> capReachedAt) implements Forecast {}

    /// Too little of the window has passed to tell.
    ///
    /// @param knownFrom when there will be a forecast
    record TooEarly(Instant knownFrom) implements Forecast {}

    /// The window never ends, so only the recent rate counts.
    ///
    /// @param capReachedAt empty: nothing was spent lately
    record Endless(Optional<Instant> capReachedAt) implements Forecast {}

    /// A counter as it stands.
    ///
    /// @param recent spent within the last `stretch` before `now`
    record Standing(Window window, boolean ends, long cap, long spent, long recent, Duration stretch, Instant now) {

        /// How far back "recent" goes: a tenth of the window, never before its start; a week where it never ends.
        public static Duration stretch(Window window, boolean ends, Instant now) {
            if (!ends) {
                return Duration.ofDays(7);
            }
            Duration tenth = window.length().dividedBy(10);
            Duration elapsed = Duration.between(window.start(), now);
            return elapsed.compareTo(tenth) < 0 ? elapsed : tenth;
        }

        private Duration elapsed() {
            return Duration.between(window.start(), now);
        }
    }

    /// @param elapsedMin share of the window, in percent, that must have passed
    static Forecast of(Standing standing, int elapsedMin) {
        if (!standing.ends()) {
            return new Endless(reached(standing, Rate.of(standing.recent(), standing.stretch())));
        }
        Instant knownFrom = standing.window()
                .start()
                .plus(standing.window().length().multipliedBy(elapsedMin).dividedBy(100));
        if (standing.now().isBefore(knownFrom) || standing.elapsed().toMillis() <= 0) {
            return new TooEarly(knownFrom);
        }
        Rate rate = Rate.mean(
                Rate.of(standing.spent(), standing.elapsed()), Rate.of(standing.recent(), standing.stretch()));
        long atEnd = rate.after(
                standing.spent(),
                Duration.between(standing.now(), standing.window().end()));
        return new Known(
                atEnd,
                reached(standing, rate)
                        .filter(each -> each.isBefore(standing.window().end())));
    }

    private static Optional<Instant> reached(Standing standing, Rate rate) {
        if (standing.spent() >= standing.cap()) {
            return Optional.of(standing.now());
        }
        return rate.until(standing.cap() - standing.spent())
                .map(millis -> standing.now().plusMillis(millis));
    }

    /// So much in so many milliseconds; exact.
    record Rate(BigInteger amount, BigInteger millis) {

        /// Nothing is waited for longer than this.
        private static final BigInteger MILLIS_MAX =
                BigInteger.valueOf(Duration.ofDays(365_000).toMillis());

        private static final BigInteger AMOUNT_MAX = BigInteger.valueOf(Long.MAX_VALUE);

        static Rate of(long amount, Duration length) {
            return new Rate(
                    BigInteger.valueOf(Math.max(0, amount)), BigInteger.valueOf(Math.max(1, length.toMillis())));
        }

        static Rate mean(Rate one, Rate other) {
            return new Rate(
                    one.amount.multiply(other.millis).add(other.amount.multiply(one.millis)),
                    one.millis.multiply(other.millis).shiftLeft(1));
        }

        long after(long spent, Duration length) {
            BigInteger more = ceiling(amount.multiply(BigInteger.valueOf(length.toMillis())), millis);
            return BigInteger.valueOf(spent).add(more).min(AMOUNT_MAX).longValueExact();
        }

        /// Milliseconds until so much more is spent.
        Optional<Long> until(long more) {
            if (amount.signum() == 0) {
                return Optional.empty();
            }
            BigInteger wait = ceiling(BigInteger.valueOf(more).multiply(millis), amount);
            return wait.compareTo(MILLIS_MAX) > 0 ? Optional.empty() : Optional.of(wait.longValueExact());
        }

        private static BigInteger ceiling(BigInteger dividend, BigInteger divisor) {
            BigInteger[] parts = dividend.divideAndRemainder(divisor);
            return parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
        }
    }
}
