package dev.cortado.router.pacing;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How often requests come: their number over the time they took, where each request and the pause before it weigh a
/// little less than the next one's (an exponentially weighted window).
final class Arrivals {

    /// What was observed counts as this share of the time ahead at least: a burst of a minute does not tell of a month.
    private static final double OBSERVED_SHARE_MIN = .01;

    private static final double NANOS_PER_SECOND = 1e9;

    private final double keep;
    private double requests;
    private double seconds;
    private @Nullable Instant last;

    /// @param window requests that the weights sum to in the long run
    Arrivals(double window) {
        keep = 1 - 1 / window;
    }

    /// Clocks that went back count as no time.
    void add(Instant now) {
        seconds = seconds * keep + pause(now);
        requests = requests * keep + 1;
        last = now;
    }

    /// How many are to be expected in so much time from now.
    double within(Instant now, Duration ahead) {
        double aheadSeconds = seconds(ahead);
        double span = Math.max(seconds + pause(now), OBSERVED_SHARE_MIN * aheadSeconds);
        return span > 0 ? aheadSeconds * requests / span : 0;
    }

    private double pause(Instant now) {
        Instant before = last;
        return before == null ? 0 : Math.max(0, seconds(Duration.between(before, now)));
    }

    /// Of any duration, also one of more than the 292 years that nanoseconds hold.
    private static double seconds(Duration duration) {
        return (double) duration.getSeconds() + duration.getNano() / NANOS_PER_SECOND;
    }
}
