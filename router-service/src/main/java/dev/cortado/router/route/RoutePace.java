package dev.cortado.router.route;

import dev.cortado.router.accounting.SessionClass;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.decide.Estimate;
import dev.cortado.router.session.AttemptTimes;
import java.time.Duration;

/// @param ofShort how long an attempt of a short session may take
/// @param ofLong how long any other may
/// @param slowdown how many times slower than its rates and its queue say an attempt may turn out; at least 1
/// @param pathDeadline how long accounting may take to tell a tenant's path
/// @param retryAfter told to clients when a node or accounting is missing
public record RoutePace(
        AttemptTimes.Allowance ofShort,
        AttemptTimes.Allowance ofLong,
        double slowdown,
        Duration pathDeadline,
        Duration retryAfter) {

    public RoutePace {
        if (!(slowdown >= 1)) {
            throw new IllegalArgumentException("an attempt's slowdown must be at least 1, not " + slowdown);
        }
    }

    /// The class of an attempt by the longest time that it may take: short only where it would be over in time even if
    /// it ran as slowly as allowed for. Nobody waits for a batch, which is always long and so held exactly.
    public SessionClass classOf(Lane lane, Estimate estimate) {
        boolean isShort = lane == Lane.REALTIME
                && isWithin(estimate.queue(), ofShort.start())
                && isWithin(estimate.queue().plus(estimate.runLongest()), ofShort.finish());
        return isShort ? SessionClass.SHORT : SessionClass.LONG;
    }

    AttemptTimes.Allowance allowance(SessionClass sessionClass) {
        return switch (sessionClass) {
            case SHORT -> ofShort;
            case LONG -> ofLong;
        };
    }

    private boolean isWithin(Duration expected, Duration allowed) {
        return expected.toNanos() * slowdown <= allowed.toNanos();
    }
}
