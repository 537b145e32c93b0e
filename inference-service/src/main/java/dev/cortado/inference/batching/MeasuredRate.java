package dev.cortado.inference.batching;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A rate in tokens per second: tokens over the time that they took, where each measurement weighs a little less than
/// the next. Written by one thread at a time, read by any.
///
/// The first measurement is left out, since it finds weights that are on the disk and code that is not compiled yet.
/// And a rate of long ago is none: whoever avoids an engine for being slow would else never see it measured again.
public final class MeasuredRate {

    /// Of one measurement's weight, what is left of it at the next.
    private static final double KEPT = 0.9;

    private static final Duration AGE_MAX = Duration.ofMinutes(10);

    private final LongSupplier nanoTime;
    private boolean isWarm;
    private double tokens;
    private double seconds;
    private volatile @Nullable Known known;

    private record Known(double tokensPerSecond, long atNanos) {}

    public MeasuredRate() {
        this(System::nanoTime);
    }

    /// @param nanoTime of a clock that never goes back
    MeasuredRate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    public void measured(long newTokens, double newSeconds) {
        if (newTokens < 1 || newSeconds <= 0) {
            return;
        }
        if (!isWarm) {
            isWarm = true;
            return;
        }
        long now = nanoTime.getAsLong();
        Known before = known;
        double kept = before == null || isOld(before, now) ? 0 : KEPT;
        tokens = tokens * kept + newTokens;
        seconds = seconds * kept + newSeconds;
        known = new Known(tokens / seconds, now);
    }

    /// Empty until the second measurement, and where the newest is ten minutes old.
    public OptionalDouble tokensPerSecond() {
        Known newest = known;
        return newest == null || isOld(newest, nanoTime.getAsLong())
                ? OptionalDouble.empty()
                : OptionalDouble.of(newest.tokensPerSecond());
    }

    private static boolean isOld(Known known, long now) {
        return now - known.atNanos() >= AGE_MAX.toNanos();
    }
}
