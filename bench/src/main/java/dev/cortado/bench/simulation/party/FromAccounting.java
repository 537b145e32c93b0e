package dev.cortado.bench.simulation.party;

import dev.cortado.accounting.path.PathCounter;
import dev.cortado.accounting.session.Heartbeat;
import dev.cortado.router.accounting.Beat;
import dev.cortado.router.accounting.LeaseAnswer;
import dev.cortado.router.accounting.LeaseMessage;
import dev.cortado.router.accounting.Registered;
import dev.cortado.router.accounting.SessionTimes;
import dev.cortado.router.tenant.LimitCounter;
import dev.cortado.router.tenant.LimitUnit;
import dev.cortado.router.tenant.PathAnswer;
import java.time.Instant;
import java.util.List;

/// Accounting's answers in the router's words.
final class FromAccounting {

    private FromAccounting() {}

    /// A session and the partitions there are.
    record Session(dev.cortado.accounting.session.SessionTimes times, int partitions) {}

    static Registered registered(Session session) {
        return new Registered(session.times().session(), times(session.times()), session.partitions());
    }

    static Beat beat(Heartbeat heartbeat) {
        return switch (heartbeat) {
            case Heartbeat.Extended(var times) -> new Beat.Beating(times(times));
            case Heartbeat.Ended() -> new Beat.Ended();
        };
    }

    private static SessionTimes times(dev.cortado.accounting.session.SessionTimes times) {
        return new SessionTimes(
                times.now(),
                times.admitUntil(),
                times.voidBy(),
                Settings.SESSIONS.timeToLive(),
                Settings.SESSIONS.skewMax(),
                times.configurationVersion());
    }

    static dev.cortado.accounting.lease.LeaseOrder order(LeaseMessage message) {
        return new dev.cortado.accounting.lease.LeaseOrder(
                message.session(),
                message.seq(),
                message.requestId(),
                message.wants().stream()
                        .map(want ->
                                new dev.cortado.accounting.lease.LeaseWant(want.counter(), want.floor(), want.want()))
                        .toList(),
                message.waitingSince());
    }

    static LeaseAnswer lease(dev.cortado.accounting.lease.LeaseAnswer answer) {
        return switch (answer) {
            case dev.cortado.accounting.lease.LeaseAnswer.Granted granted ->
                new LeaseAnswer.Granted(
                        granted.grants().stream()
                                .map(grant -> new LeaseAnswer.Grant(
                                        grant.lease(),
                                        grant.counter(),
                                        grant.grantedTotal(),
                                        grant.windowEnd(),
                                        grant.capInForce(),
                                        grant.committed()))
                                .toList(),
                        granted.asOf());
            case dev.cortado.accounting.lease.LeaseAnswer.Refused refused ->
                new LeaseAnswer.Refused(
                        LeaseAnswer.Refusal.valueOf(refused.reason().name()), refused.message());
            case dev.cortado.accounting.lease.LeaseAnswer.RecallFirst _ ->
                throw new IllegalStateException("a last order was answered with a recall");
        };
    }

    static PathAnswer path(dev.cortado.accounting.path.PathAnswer answer) {
        return switch (answer) {
            case dev.cortado.accounting.path.PathAnswer.Unknown _ -> new PathAnswer.UnknownTenant();
            case dev.cortado.accounting.path.PathAnswer.Known known
            when !known.suspended().isEmpty() -> new PathAnswer.Suspended(known.suspended());
            case dev.cortado.accounting.path.PathAnswer.Known known ->
                new PathAnswer.Limits(counters(known.counters(), known.asOf()), counters(known.next(), known.asOf()));
        };
    }

    private static List<LimitCounter> counters(List<PathCounter> counters, Instant asOf) {
        return counters.stream().map(counter -> counter(counter, asOf)).toList();
    }

    private static LimitCounter counter(PathCounter counter, Instant asOf) {
        return new LimitCounter(
                counter.counter(),
                counter.limit(),
                LimitUnit.valueOf(counter.unit().name()),
                counter.hard(),
                counter.window().start(),
                counter.window().end(),
                counter.capInForce(),
                counter.committed(),
                asOf);
    }
}
