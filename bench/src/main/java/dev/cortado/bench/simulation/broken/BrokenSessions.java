package dev.cortado.bench.simulation.broken;

import dev.cortado.accounting.session.SessionClass;
import dev.cortado.accounting.session.SessionRules;
import dev.cortado.accounting.session.SessionTimes;
import dev.cortado.bench.simulation.books.SessionFunctions;
import dev.cortado.bench.simulation.books.SessionRow;
import dev.cortado.bench.simulation.books.SessionRow.State;
import dev.cortado.bench.simulation.books.Tables;
import dev.cortado.bench.simulation.party.Protocol;
import dev.cortado.contracts.unit.SessionId;
import java.time.Instant;
import java.util.List;

/// What goes wrong where a session ends.
final class BrokenSessions {

    private BrokenSessions() {}

    /// Leases come back when the session's time is over by the clock, whatever is still on its way into the books.
    static final class ReclaimByTimerAlone extends Protocol {
        @Override
        public SessionFunctions sessions(Tables tables, SessionRules rules) {
            return new SessionFunctions(tables, rules) {
                @Override
                public List<SessionId> toFence(int most, Instant now) {
                    for (SessionRow session : this.tables.sessions()) {
                        if (session.state() == State.DRAINING && now.isAfter(session.admitUntil())) {
                            session.become(State.FENCED);
                        }
                    }
                    return List.of();
                }

                @Override
                protected boolean isPassed(SessionRow session) {
                    return session.state() == State.FENCED;
                }
            };
        }
    }

    /// A session closes once its fences lie in the log, though the poster has not come to them.
    static final class CloseWithoutFence extends Protocol {
        @Override
        public SessionFunctions sessions(Tables tables, SessionRules rules) {
            return new SessionFunctions(tables, rules) {
                @Override
                protected boolean isPassed(SessionRow session) {
                    return session.state() == State.FENCED;
                }
            };
        }
    }

    /// A router that registers again gets the session back that it had.
    static final class ResumedSession extends Protocol {
        @Override
        public SessionFunctions sessions(Tables tables, SessionRules rules) {
            return new SessionFunctions(tables, rules) {
                @Override
                public SessionTimes register(String router, SessionClass sessionClass, Instant now) {
                    for (SessionRow session : this.tables.sessions()) {
                        if (session.router.equals(router)
                                && session.sessionClass == sessionClass
                                && session.state() == State.LIVE
                                && heartbeat(new SessionId(session.id), 0, now)
                                        instanceof dev.cortado.accounting.session.Heartbeat.Extended(var times)) {
                            return times;
                        }
                    }
                    return super.register(router, sessionClass, now);
                }
            };
        }
    }
}
