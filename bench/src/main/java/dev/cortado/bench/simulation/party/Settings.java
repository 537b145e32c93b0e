package dev.cortado.bench.simulation.party;

import dev.cortado.accounting.session.SessionRules;
import dev.cortado.router.accounting.LeaseMessage;
import dev.cortado.router.health.HealthLimits;
import dev.cortado.router.hold.LeasePace;
import dev.cortado.router.hold.Slack;
import dev.cortado.router.route.RoutePace;
import dev.cortado.router.session.AttemptTimes;
import dev.cortado.router.session.SessionPace;
import java.time.Duration;

/// The times that a history's parties live by: those of the services, but shorter where waiting shows nothing.
public final class Settings {

    public static final SessionRules SESSIONS = new SessionRules(
            Duration.ofSeconds(5), Duration.ofSeconds(8), Duration.ofSeconds(13), Duration.ofSeconds(1));
    static final SessionPace SESSION_PACE = new SessionPace(Duration.ofMillis(1_500), Duration.ofMillis(250));
    /// The longest that a request waits for its hold.
    public static final Duration HOLD_WAIT = Duration.ofSeconds(2);
    static final LeasePace LEASE_PACE = new LeasePace(
            HOLD_WAIT,
            Duration.ofMillis(20),
            Duration.ofMillis(20),
            Duration.ofMillis(50),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            4,
            32,
            LeaseMessage.WANTS_MAX);
    /// Of a router that can rarely say all there is to say at once.
    static final LeasePace PAGED_LEASE_PACE = new LeasePace(
            LEASE_PACE.deadline(),
            LEASE_PACE.giveBackAfter(),
            LEASE_PACE.gatherFor(),
            LEASE_PACE.retryFirst(),
            LEASE_PACE.retryMax(),
            LEASE_PACE.answerAgeMax(),
            LEASE_PACE.underWayMax(),
            LEASE_PACE.organisationsMax(),
            1);
    static final Slack SLACK = new Slack(
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            10,
            Duration.ofMillis(2),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5));
    static final RoutePace ROUTE_PACE = new RoutePace(
            new AttemptTimes.Allowance(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(2)),
            new AttemptTimes.Allowance(Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(2)),
            2,
            Duration.ofSeconds(2),
            Duration.ofSeconds(2));

    static final Duration SESSION_CALL = Duration.ofSeconds(2);
    static final Duration LEASE_CALL = Duration.ofMillis(500);
    static final Duration RECALL_WAIT = Duration.ofMillis(50);
    static final Duration PRICE_GRACE = Duration.ofSeconds(60);
    static final Duration PATH_AHEAD = Duration.ofSeconds(10);
    public static final Duration WINDOW_AHEAD = Duration.ofMinutes(10);
    static final Duration LIFE_INTERVAL = Duration.ofSeconds(2);
    static final Duration APPEND_TIMEOUT = Duration.ofSeconds(4);
    static final Duration METERING_SILENCE = Duration.ofSeconds(2);
    static final Duration FETCH = Duration.ofSeconds(1);
    static final Duration POLL_EVERY = Duration.ofSeconds(1);
    static final Duration REPORT_EVERY = Duration.ofMillis(1_200);
    static final Duration REPORT_AGE = Duration.ofSeconds(4);
    static final HealthLimits HEALTH = new HealthLimits(
            3,
            Duration.ofSeconds(30),
            10,
            50,
            Duration.ofSeconds(2),
            Duration.ofSeconds(60),
            50,
            Duration.ofSeconds(10));
    static final int FENCES_MAX = 32;
    static final int HEDGES_MAX = 100;
    static final int LEASES_CLOSED_MAX = 500;
    static final int OPEN_MAX = 1_000;

    private Settings() {}

    static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
