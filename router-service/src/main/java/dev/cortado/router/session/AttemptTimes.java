package dev.cortado.router.session;

import dev.cortado.router.accounting.SessionTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// By when an attempt must start, finish, and have its usage in the log; all on accounting's clock.
public record AttemptTimes(Instant startBy, Instant finishBy, Instant publishBy) {

    /// How long each step may take.
    public record Allowance(Duration start, Duration finish, Duration publish) {
        public Allowance {
            if (start.isNegative() || start.compareTo(finish) > 0 || publish.isNegative()) {
                throw new IllegalArgumentException("an attempt must be allowed to start before it must finish");
            }
        }
    }

    /// The allowance from now on, cut so that `publishBy` is neither after the session's `voidBy` nor farther away than
    /// a token of the session may live; empty if that leaves no time at all.
    public static Optional<AttemptTimes> from(Instant now, Allowance allowance, SessionTimes session) {
        Instant lived = earlier(now.plus(session.tokenLife()), session.voidBy());
        Instant publishBy = earlier(now.plus(allowance.finish()).plus(allowance.publish()), lived);
        Instant finishBy = publishBy.minus(allowance.publish());
        if (!finishBy.isAfter(now)) {
            return Optional.empty();
        }
        return Optional.of(new AttemptTimes(earlier(now.plus(allowance.start()), finishBy), finishBy, publishBy));
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
