package dev.cortado.accounting.session;

import java.time.Duration;

/// The times that sessions live by.
///
/// @param timeToLive how long after a heartbeat a router may admit
/// @param lifeShort from the end of admission until every token of a short session is void
/// @param lifeLong the same of a long session
/// @param skewMax how far clocks may differ
public record SessionRules(Duration timeToLive, Duration lifeShort, Duration lifeLong, Duration skewMax) {

    public SessionRules {
        requirePositive("time to live", timeToLive);
        requirePositive("life of a short session", lifeShort);
        requirePositive("life of a long session", lifeLong);
        requirePositive("greatest skew", skewMax);
    }

    public Duration life(SessionClass sessionClass) {
        return switch (sessionClass) {
            case SHORT -> lifeShort;
            case LONG -> lifeLong;
        };
    }

    /// From a moment on, by when every session is void, on whatever clock, that was granted something before it.
    public Duration voidAfter() {
        Duration life = lifeShort.compareTo(lifeLong) > 0 ? lifeShort : lifeLong;
        return timeToLive.plus(life).plus(skewMax);
    }

    private static void requirePositive(String what, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("the " + what + " must be positive, not " + value);
        }
    }
}
