package dev.cortado.bench.admission;

import java.time.Duration;

/// Whose turn it is where every call must ask accounting: as a platform sees such calls, in equal parts
/// of tenants that call for the first time, that have been quiet for long enough that their leases were
/// given back, and whose limit is so near its cap that no room can be kept idle.
final class ColdTurns {

    /// Why a tenant's call must ask.
    enum Kind {
        /// Its path and its leases are unknown to the router.
        FIRST,
        /// It has called before, but not for [#QUIET_FOR].
        QUIET,
        /// It may ask [#REQUESTS_A_MINUTE] and does so every [#CAPPED_EVERY] at most: a tenth of what is
        /// left, which a lease may keep, is never one request.
        CAPPED
    }

    /// One call.
    ///
    /// @param tenant its place among those of its kind
    record Turn(Kind kind, int tenant) {}

    /// Twice as long as a router keeps room for one more hold (`cortado.router.slack.idle-after`), so
    /// that the last tenant has given everything back too.
    static final Duration QUIET_FOR = Duration.ofSeconds(20);

    static final Duration CAPPED_EVERY = Duration.ofSeconds(10);
    static final int REQUESTS_A_MINUTE = 9;

    /// A router that knows more paths forgets all (`cortado.router.hold.paths-max`), those of the warm
    /// tenants too.
    static final int TENANTS_MAX = 8_500;

    private static final int KINDS = Kind.values().length;

    private final int perSecond;
    private final Duration time;

    /// @param time of all calls together
    ColdTurns(int perSecond, Duration time) {
        this.perSecond = perSecond;
        this.time = time;
    }

    /// @throws IllegalArgumentException if there must be more tenants than a router knows
    void requireFewEnoughTenants() {
        int tenants = 0;
        for (Kind kind : Kind.values()) {
            tenants += tenants(kind);
        }
        if (tenants > TENANTS_MAX) {
            throw new IllegalArgumentException(perSecond + " calls a second for " + time.toSeconds() + " s need "
                    + tenants + " tenants, more than " + TENANTS_MAX + "; ask for fewer, or for less time");
        }
    }

    /// How many tenants of a kind there must be.
    int tenants(Kind kind) {
        Duration again = switch (kind) {
            case FIRST -> time;
            case QUIET -> QUIET_FOR;
            case CAPPED -> CAPPED_EVERY;
        };
        return Math.toIntExact(Math.ceilDiv(again.toSeconds() * perSecond, (long) KINDS));
    }

    /// The call at this place, from 0.
    Turn at(long n) {
        Kind kind = Kind.values()[(int) (n % KINDS)];
        return new Turn(kind, (int) (n / KINDS % tenants(kind)));
    }
}
