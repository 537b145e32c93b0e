package dev.cortado.router.accounting;

import java.time.Duration;
import java.time.Instant;

/// Accounting's clock, and what it allows a session until when.
///
/// @param ttl how long after sending its last answered heartbeat a router may admit
/// @param skewMax how far a router's clock may be off, and the margin on the log's clock
public record SessionTimes(
        Instant now, Instant admitUntil, Instant voidBy, Duration ttl, Duration skewMax, long configurationVersion) {

    /// The longest that a token signed while the session admits may be valid.
    public Duration tokenLife() {
        return Duration.between(admitUntil, voidBy);
    }
}
