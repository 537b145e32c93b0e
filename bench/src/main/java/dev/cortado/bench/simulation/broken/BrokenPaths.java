package dev.cortado.bench.simulation.broken;

import dev.cortado.accounting.limit.RenewalChange;
import dev.cortado.accounting.session.SessionRules;
import dev.cortado.accounting.session.SessionTimes;
import dev.cortado.accounting.window.Renewal;
import dev.cortado.accounting.window.WindowKind;
import dev.cortado.bench.simulation.books.CounterRow;
import dev.cortado.bench.simulation.books.LeaseRow;
import dev.cortado.bench.simulation.books.LimitRow;
import dev.cortado.bench.simulation.books.PathChangeFunctions;
import dev.cortado.bench.simulation.books.SessionFunctions;
import dev.cortado.bench.simulation.books.SessionRow;
import dev.cortado.bench.simulation.books.Tables;
import dev.cortado.bench.simulation.party.Protocol;
import dev.cortado.bench.simulation.party.RouterClock;
import dev.cortado.contracts.unit.LimitId;
import dev.cortado.router.accounting.Accounting;
import dev.cortado.router.session.Sessions;
import dev.cortado.router.tenant.PathAnswer;
import dev.cortado.router.tenant.Tenant;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;

/// What goes wrong where an administrator changes what stands on a path.
final class BrokenPaths {

    private BrokenPaths() {}

    /// A router acknowledges a change and goes on by the path that it knows.
    static final class OldPathKept extends Protocol {
        @Override
        public boolean forgetsPaths() {
            return false;
        }
    }

    /// A router that hears of a change acknowledges those before it too, of which it may not have heard.
    static final class MissedChangeAcknowledged extends Protocol {
        @Override
        public void heard(Sessions sessions, long version) {
            LongStream.rangeClosed(1, version).forEach(sessions::heard);
        }
    }

    /// Heartbeats do not tell the version: a router to which the push of a change was lost hears of it no
    /// other way.
    static final class HeartbeatsWithoutVersion extends Protocol {
        @Override
        public SessionFunctions sessions(Tables tables, SessionRules rules) {
            return new SessionFunctions(tables, rules) {
                @Override
                protected SessionTimes times(SessionRow session, Instant now) {
                    SessionTimes told = super.times(session, now);
                    return new SessionTimes(told.session(), told.now(), told.admitUntil(), told.voidBy(), 1);
                }
            };
        }
    }

    /// A router goes on by the path that it knew of a suspended tenant, while it has leases with room.
    static final class SuspensionLeavesLeases extends Protocol {
        @Override
        public Accounting accounting(Accounting port, RouterClock clock) {
            return new BrokenRouters.Ported(port) {
                private final Map<Tenant, PathAnswer> known = new HashMap<>();

                @Override
                public CompletionStage<PathAnswer> path(Tenant tenant) {
                    return port.path(tenant).thenApply(answer -> {
                        if (answer instanceof PathAnswer.Suspended) {
                            return known.getOrDefault(tenant, answer);
                        }
                        known.put(tenant, answer);
                        return answer;
                    });
                }
            };
        }
    }

    /// Another window or zone is the limit's at once, as if it had always been.
    static final class WindowChangedAtOnce extends Protocol {
        @Override
        public PathChangeFunctions pathChanges(Tables tables) {
            return new PathChangeFunctions(tables) {
                @Override
                protected RenewalChange renewal(LimitRow limit, WindowKind window, ZoneId zone, Instant now) {
                    return new RenewalChange.Changed(Renewal.of(window, zone));
                }
            };
        }
    }

    /// What is leased above a lowered cap is taken off the leases at once, whatever their routers hold
    /// of it.
    static final class CapLoweredUnderLeases extends Protocol {
        @Override
        public PathChangeFunctions pathChanges(Tables tables) {
            return new PathChangeFunctions(tables) {
                @Override
                protected void ratchet(LimitRow limit, Instant now) {
                    for (CounterRow counter : this.tables.counters()) {
                        if (counter.limit == limit
                                && counter.isHard()
                                && counter.window.end().isAfter(now)) {
                            counter.leases().forEach(BrokenPaths::takeBack);
                        }
                    }
                    super.ratchet(limit, now);
                }
            };
        }
    }

    private static void takeBack(LeaseRow lease) {
        CounterRow counter = lease.counter;
        long off = Math.min(lease.granted() - lease.posted(), counter.committed() - counter.limit.capTarget());
        if (lease.isOpen() && off > 0) {
            lease.grant(lease.granted() - off, lease.seq());
            long committed = counter.committed() - off;
            counter.update(committed, counter.closedSpent(), counter.capWith(committed));
        }
    }

    /// The leases of a limit that is removed are closed with it, though attempts still run on them.
    static final class RemovedLimitClosed extends Protocol {
        @Override
        public PathChangeFunctions pathChanges(Tables tables) {
            return new PathChangeFunctions(tables) {
                @Override
                public OptionalLong removeLimit(LimitId id) {
                    for (LeaseRow lease : this.tables.leases()) {
                        if (lease.counter.limit.id == id.value() && lease.isOpen()) {
                            close(lease);
                        }
                    }
                    return super.removeLimit(id);
                }
            };
        }
    }

    private static void close(LeaseRow lease) {
        CounterRow counter = lease.counter;
        long committed = counter.committed() - (lease.granted() - lease.posted());
        long closedSpent = counter.closedSpent() + lease.posted() - lease.refunded();
        counter.update(committed, closedSpent, counter.capWith(committed));
        lease.close();
    }
}
