package dev.cortado.router.session;

import dev.cortado.contracts.unit.SessionId;
import dev.cortado.router.accounting.SessionClass;
import dev.cortado.router.accounting.SessionTimes;
import java.time.Duration;
import java.time.Instant;

/// What a session may do until when, from its last answered heartbeat.
///
/// A router admits only while all of this holds: the monotonic age since *sending* that heartbeat is below the TTL,
/// the wall clock is before `admitUntil`, and the wall clock was within the allowed skew of accounting's. The first
/// guards against lost answers, the second against a paused monotonic clock, the third against a wrong wall clock.
public record SessionTerms(
        SessionId id, SessionClass sessionClass, int usagePartitions, SessionTimes times, Exchange exchange) {

    /// Whether the router may admit now, and if not, why.
    public Admission admission(long nanos, Instant wall) {
        Duration age = Duration.ofNanos(nanos - exchange.sentNanos());
        if (age.compareTo(times.ttl()) >= 0) {
            return new Admission.Closed("the last answered heartbeat is " + age.toMillis() + " ms old");
        }
        if (!wall.isBefore(times.admitUntil())) {
            return new Admission.Closed("the session admits no longer by the wall clock");
        }
        if (exchange.skew().compareTo(times.skewMax()) > 0) {
            return new Admission.Closed(
                    "this router's clock is " + exchange.skew().toMillis() + " ms off accounting's");
        }
        return new Admission.Open(this, exchange.accountingTime(nanos));
    }

    /// Whether every token of the session is void by now, so that it cannot be of any use.
    boolean isOver(long nanos) {
        return exchange.accountingTime(nanos).isAfter(times.voidBy());
    }
}
