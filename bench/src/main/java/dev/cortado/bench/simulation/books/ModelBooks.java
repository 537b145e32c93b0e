package dev.cortado.bench.simulation.books;

import dev.cortado.accounting.lease.LeaseAnswer;
import dev.cortado.accounting.lease.LeaseOrder;
import dev.cortado.accounting.lease.Recalled;
import dev.cortado.accounting.limit.LimitTerms;
import dev.cortado.accounting.path.PathAnswer;
import dev.cortado.accounting.path.TenantPath;
import dev.cortado.accounting.posting.PostingBatch;
import dev.cortado.accounting.posting.PostingOutcome;
import dev.cortado.accounting.session.Heartbeat;
import dev.cortado.accounting.session.SessionClass;
import dev.cortado.accounting.session.SessionTimes;
import dev.cortado.accounting.window.WindowKind;
import dev.cortado.contracts.unit.LimitId;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;

/// The database as a model: tables in memory under the functions' rules.
public final class ModelBooks implements Books {

    private final SessionFunctions sessions;
    private final LeaseFunctions leases;
    private final PostingFunctions posting;
    private final PathQueries paths;
    private final PathChangeFunctions changes;
    private final CorrectionFunctions corrections;
    private final HedgeFunctions hedges;

    public ModelBooks(
            SessionFunctions sessions,
            LeaseFunctions leases,
            PostingFunctions posting,
            PathQueries paths,
            PathChangeFunctions changes,
            CorrectionFunctions corrections,
            HedgeFunctions hedges) {
        this.sessions = sessions;
        this.leases = leases;
        this.posting = posting;
        this.paths = paths;
        this.changes = changes;
        this.corrections = corrections;
        this.hedges = hedges;
    }

    @Override
    public SessionTimes register(String router, SessionClass sessionClass, Instant now) {
        return sessions.register(router, sessionClass, now);
    }

    @Override
    public Heartbeat heartbeat(SessionId session, long acknowledgedVersion, Instant now) {
        return sessions.heartbeat(session, acknowledgedVersion, now);
    }

    @Override
    public void drain(SessionId session, Instant now) {
        sessions.drain(session);
    }

    @Override
    public int drainOverdue(Instant now) {
        return sessions.drainOverdue(now);
    }

    @Override
    public List<SessionId> toFence(int most, Instant now) {
        return sessions.toFence(most, now);
    }

    @Override
    public void fence(SessionId session, SortedMap<Integer, Long> offsets, Instant now) {
        sessions.fence(session, offsets);
    }

    @Override
    public int closeLeases(int most, Instant now) {
        return sessions.closeLeases(most);
    }

    @Override
    public LeaseAnswer order(LeaseOrder order, Recalled recalled, Instant now) {
        return leases.order(order, recalled, now);
    }

    @Override
    public PostingOutcome post(PostingBatch batch, Instant now) {
        hedges.note(batch);
        return posting.post(batch);
    }

    @Override
    public long nextOffset(int partition, Instant now) {
        return posting.nextOffset(partition);
    }

    @Override
    public boolean takeTurn(String job, Duration every, Instant now) {
        return sessions.takeTurn(job, every, now);
    }

    @Override
    public PathAnswer path(TenantPath path, Instant now) {
        return paths.path(path, now);
    }

    @Override
    public MadeLimit addLimit(String node, LimitTerms terms, Instant now) {
        return changes.addLimit(node, terms);
    }

    @Override
    public OptionalLong changeCap(LimitId limit, long cap, Instant now) {
        return changes.changeCap(limit, cap, now);
    }

    @Override
    public OptionalLong harden(LimitId limit, boolean hard, Instant now) {
        return changes.harden(limit, hard, now);
    }

    @Override
    public OptionalLong removeLimit(LimitId limit, Instant now) {
        return changes.removeLimit(limit);
    }

    @Override
    public OptionalLong renewBy(LimitId limit, WindowKind window, ZoneId zone, Instant now) {
        return changes.renewBy(limit, window, zone, now);
    }

    @Override
    public long suspend(String node, boolean suspended, Instant now) {
        return changes.suspend(node, suspended);
    }

    @Override
    public boolean isInForce(long version, Instant now) {
        return changes.isInForce(version, now);
    }

    @Override
    public boolean refund(UsageKey key, long amount, Instant now) {
        return corrections.refund(key, amount, now);
    }

    @Override
    public List<ReservationId> dueHedges(int most, Instant now) {
        return hedges.due(most);
    }

    @Override
    public NanoUsd refundHedge(ReservationId reservation, Instant now) {
        return hedges.refund(reservation, now);
    }
}
