package dev.cortado.inference.batching;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A rate in tokens per second: tokens over the time that they took, where each measurement weighs a little less than
/// the next. Written by one thread at a time, read by any.
///
/// The first measurement is left out, since it finds weights that are on the disk and code that is not compiled yet.
/// No rate is told before enough tokens were measured after it, nor one of long ago: whoever avoids an engine for being
/// slow would else never see it measured again.
public final class MeasuredRate {

    /// Of one measurement's weight, what is left of it at the next.
    private static final double KEPT = 0.9;

    private static final long PREFILL_EVIDENCE_TOKENS = 256;
    private static final long DECODE_EVIDENCE_TOKENS = 16;

    private static final Duration AGE_MAX = Duration.ofMinutes(10);

    private final long evidenceTokens;
    private final LongSupplier nanoTime;
    private boolean isWarm;
    private long tokensSeen;
    private double tokens;
    private double seconds;
    private volatile @Nullable Known known;

    private record Known(double tokensPerSecond, boolean enough, long atNanos) {}

    private MeasuredRate(long evidenceTokens) {
        this(evidenceTokens, System::nanoTime);
    }

    /// @param evidenceTokens how many are measured before a rate is told
    /// @param nanoTime of a clock that never goes back
    MeasuredRate(long evidenceTokens, LongSupplier nanoTime) {
        this.evidenceTokens = evidenceTokens;
        this.nanoTime = nanoTime;
    }

    /// Of tokens taken in: told after 256, since a few short prompts say little about a long one.
    public static MeasuredRate ofPrefill() {
        return new MeasuredRate(PREFILL_EVIDENCE_TOKENS);
    }

    /// Of tokens of one stream's answers: told after 16.
    public static MeasuredRate ofDecode() {
        return new MeasuredRate(DECODE_EVIDENCE_TOKENS);
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
        boolean anew = before == null || isOld(before, now);
        tokensSeen = (anew ? 0 : tokensSeen) + newTokens;
        tokens = (anew ? 0 : tokens * KEPT) + newTokens;
        seconds = (anew ? 0 : seconds * KEPT) + newSeconds;
        known = new Known(tokens / seconds, tokensSeen >= evidenceTokens, now);
    }

    /// Empty until enough was measured, and where the newest measurement is ten minutes old.
    public OptionalDouble tokensPerSecond() {
        Known newest = known;
        return newest == null || !newest.enough() || isOld(newest, nanoTime.getAsLong())
                ? OptionalDouble.empty()
                : OptionalDouble.of(newest.tokensPerSecond());
    }

    private static boolean isOld(Known known, long now) {
        return now - known.atNanos() >= AGE_MAX.toNanos();
    }
}
