package dev.cortado.accounting.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// When a price book takes over, as a request asks for it: now, or up to a year ahead. A repetition may come
/// when that time has passed, so whether it has is asked only of who repeats nothing.
///
/// @param asked to the microsecond; that of the request, where none is asked for
/// @param now that of the request
record EffectiveAt(Instant asked, Instant now) {

    private static final Duration PAST_MAX = Duration.ofMinutes(1);
    private static final Duration FUTURE_MAX = Duration.ofDays(366);
    private static final String EXPECTED = "a time with its offset, such as 2027-01-01T00:00:00Z, from now to "
            + FUTURE_MAX.toDays() + " days ahead; leave it out for now";

    /// @param text absent: now
    static EffectiveAt read(@Nullable String text) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        if (text == null) {
            return new EffectiveAt(now, now);
        }
        try {
            Instant asked = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
            if (asked.isAfter(now.plus(FUTURE_MAX))) {
                throw outOfRange();
            }
            return new EffectiveAt(asked, now);
        } catch (DateTimeException e) {
            throw new ProblemException(Problem.invalid("effectiveAt", "'" + text + "' is not a time", EXPECTED));
        }
    }

    /// Never before the request.
    Instant time() {
        return asked.isBefore(now) ? now : asked;
    }

    /// Fails with a [Problem] where the time had passed when the request came.
    void mustBeAhead() {
        if (asked.isBefore(now.minus(PAST_MAX))) {
            throw outOfRange();
        }
    }

    private static ProblemException outOfRange() {
        return new ProblemException(Problem.invalid("effectiveAt", "the time is out of range", EXPECTED));
    }
}
