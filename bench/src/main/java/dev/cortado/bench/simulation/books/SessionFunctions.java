package dev.cortado.bench.simulation.books;

import dev.cortado.accounting.session.Heartbeat;
import dev.cortado.accounting.session.SessionClass;
import dev.cortado.accounting.session.SessionRules;
import dev.cortado.accounting.session.SessionTimes;
import dev.cortado.bench.simulation.books.SessionRow.State;
import dev.cortado.contracts.unit.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The rules of `R__session_functions.sql`.
public class SessionFunctions {

    protected final Tables tables;
    protected final SessionRules rules;

    public SessionFunctions(Tables tables, SessionRules rules) {
        this.tables = tables;
        this.rules = rules;
    }

    public SessionTimes register(String router, SessionClass sessionClass, Instant now) {
        for (SessionRow session : tables.sessions.values()) {
            if (session.router.equals(router)
                    && session.sessionClass == sessionClass
                    && session.state() == State.LIVE) {
                session.become(State.DRAINING);
            }
        }
        Instant admitUntil = now.plus(rules.timeToLive());
        return times(
                tables.addSession(router, sessionClass, admitUntil, admitUntil.plus(rules.life(sessionClass))), now);
    }

    public Heartbeat heartbeat(SessionId id, long acknowledgedVersion, Instant now) {
        SessionRow session = tables.sessions.get(id.value());
        if (session == null || session.state() != State.LIVE) {
            return new Heartbeat.Ended();
        }
        if (session.admitUntil().isBefore(now)) {
            session.become(State.DRAINING);
            return new Heartbeat.Ended();
        }
        Instant admitUntil = now.plus(rules.timeToLive());
        session.extend(admitUntil, admitUntil.plus(rules.life(session.sessionClass)), acknowledgedVersion);
        return new Heartbeat.Extended(times(session, now));
    }

    public void drain(SessionId id) {
        SessionRow session = tables.sessions.get(id.value());
        if (session != null && session.state() == State.LIVE) {
            session.become(State.DRAINING);
        }
    }

    public int drainOverdue(Instant now) {
        int drained = 0;
        for (SessionRow session : tables.sessions.values()) {
            if (session.state() == State.LIVE && session.admitUntil().isBefore(now)) {
                session.become(State.DRAINING);
                drained++;
            }
        }
        return drained;
    }

    public List<SessionId> toFence(int most, Instant now) {
        List<SessionId> due = new ArrayList<>();
        for (SessionRow session : tables.sessions.values()) {
            if (session.state() == State.DRAINING
                    && now.isAfter(session.voidBy().plus(rules.skewMax()))
                    && due.size() < most) {
                due.add(new SessionId(session.id));
            }
        }
        return due;
    }

    public void fence(SessionId id, SortedMap<Integer, Long> offsets) {
        SessionRow session = tables.sessions.get(id.value());
        if (session == null || session.state() != State.DRAINING) {
            return;
        }
        List<Tables.Fence> fences = new ArrayList<>();
        offsets.forEach((partition, offset) -> fences.add(new Tables.Fence(partition, offset)));
        tables.fences.putIfAbsent(session.id, fences);
        session.become(State.FENCED);
    }

    public int closeLeases(int most) {
        Set<SessionRow> passed = new HashSet<>();
        for (SessionRow session : tables.sessions.values()) {
            if (passed.size() < most && isPassed(session) && isClosable(session)) {
                passed.add(session);
            }
        }
        List<LeaseRow> chosen = new ArrayList<>();
        for (LeaseRow lease : tables.leases.values()) {
            if (chosen.size() < most && lease.isOpen() && passed.contains(lease.session) && !waits(lease)) {
                chosen.add(lease);
            }
        }
        giveBack(chosen);
        chosen.forEach(this::closed);
        for (SessionRow session : passed) {
            if (tables.leases.values().stream().noneMatch(lease -> lease.session == session && lease.isOpen())) {
                session.become(State.CLOSED);
            }
        }
        return chosen.size();
    }

    /// Whether every usage event of the session is in the books.
    protected boolean isPassed(SessionRow session) {
        List<Tables.Fence> fences = tables.fences(session.id);
        return session.state() == State.FENCED
                && !fences.isEmpty()
                && fences.stream()
                        .allMatch(fence -> tables.offsets.getOrDefault(fence.partition(), 0L) > fence.offset());
    }

    /// Whether a lease of it can be closed now, or none is open: one that waits for a quarantined hold holds up no
    /// other.
    private boolean isClosable(SessionRow session) {
        boolean waiting = false;
        for (LeaseRow lease : tables.leases.values()) {
            if (lease.session == session && lease.isOpen()) {
                if (!waits(lease)) {
                    return true;
                }
                waiting = true;
            }
        }
        return !waiting;
    }

    /// The unposted part of each lease leaves `committed`, its posted part is spent for good.
    private void giveBack(List<LeaseRow> chosen) {
        Map<Long, long[]> back = new TreeMap<>();
        for (LeaseRow lease : chosen) {
            long[] sums = back.computeIfAbsent(lease.counter.id, _ -> new long[2]);
            sums[0] += lease.granted() - lease.posted();
            sums[1] += lease.posted() - lease.refunded();
        }
        back.forEach((id, sums) -> {
            CounterRow counter = Objects.requireNonNull(tables.counters.get(id));
            long committed = counter.committed() - sums[0];
            counter.update(committed, counter.closedSpent() + sums[1], counter.capWith(committed));
        });
    }

    protected void closed(LeaseRow lease) {
        lease.close();
    }

    private boolean waits(LeaseRow lease) {
        for (QuarantineRow row : tables.quarantine) {
            if (row.session() == lease.session.id && row.leases().contains(lease.id)) {
                return true;
            }
        }
        return false;
    }

    public boolean takeTurn(String job, Duration every, Instant now) {
        Instant ranAt = tables.turns.get(job);
        if (ranAt != null && ranAt.isAfter(now.minus(every))) {
            return false;
        }
        tables.turns.put(job, now);
        return true;
    }

    protected SessionTimes times(SessionRow session, Instant now) {
        return new SessionTimes(new SessionId(session.id), now, session.admitUntil(), session.voidBy(), tables.version);
    }
}
