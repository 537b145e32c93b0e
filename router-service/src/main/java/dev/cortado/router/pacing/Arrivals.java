package dev.cortado.router.pacing;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How often requests come: their number over the time they took, where each request and the pause before it weigh a
/// little less than the next one's (an exponentially weighted window).
final class Arrivals {

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
        Instant before = last;
        if (before != null) {
            double pause = Math.max(0, (double) Duration.between(before, now).toNanos() / NANOS_PER_SECOND);
            requests = requests * keep + 1;
            seconds = seconds * keep + pause;
        }
        last = now;
    }

    /// How many are to be expected in so much time. Of a single request none is known to follow.
    double within(Duration time) {
        double ahead = (double) time.toNanos() / NANOS_PER_SECOND;
        return seconds > 0 ? ahead * requests / seconds : requests > 0 ? Double.POSITIVE_INFINITY : 0;
    }
}
