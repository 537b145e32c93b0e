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

/// Accounting's database, one transaction a call. Each call is told the time that the database's clock shows.
public interface Books {

    SessionTimes register(String router, SessionClass sessionClass, Instant now);

    Heartbeat heartbeat(SessionId session, long acknowledgedVersion, Instant now);

    void drain(SessionId session, Instant now);

    int drainOverdue(Instant now);

    /// Draining sessions of which no token can be valid any more.
    List<SessionId> toFence(int most, Instant now);

    /// Books where a session's fences lie, by partition.
    void fence(SessionId session, SortedMap<Integer, Long> offsets, Instant now);

    /// @return how many leases were closed
    int closeLeases(int most, Instant now);

    /// @param recalled what was called back for it so far
    LeaseAnswer order(LeaseOrder order, Recalled recalled, Instant now);

    PostingOutcome post(PostingBatch batch, Instant now);

    /// The offset the books expect next.
    long nextOffset(int partition, Instant now);

    /// Whether a periodic job of several instances is the caller's to run now.
    boolean takeTurn(String job, Duration every, Instant now);

    PathAnswer path(TenantPath path, Instant now);

    /// Gives back of what an attempt was charged.
    ///
    /// @return whether that was possible
    boolean refund(UsageKey key, long amount, Instant now);

    /// Reservations whose tenants have paid for a hedge and for the attempt beside it.
    List<ReservationId> dueHedges(int most, Instant now);

    /// Gives back what the attempt cost that was not the answer; tells how much that was.
    NanoUsd refundHedge(ReservationId reservation, Instant now);

    /// A limit that was made, and the configuration version of that.
    record MadeLimit(LimitId limit, long version) {}

    /// Hangs another limit on a node.
    MadeLimit addLimit(String node, LimitTerms terms, Instant now);

    /// @return the configuration version of the change; empty where the limit was removed before
    OptionalLong changeCap(LimitId limit, long cap, Instant now);

    /// Has a limit refuse, or only count.
    ///
    /// @return the configuration version of the change; empty where the limit was removed before
    OptionalLong harden(LimitId limit, boolean hard, Instant now);

    /// @return the configuration version of the change; empty where the limit was removed before
    OptionalLong removeLimit(LimitId limit, Instant now);

    /// Has a limit renew by another window and zone, from its next boundary on.
    ///
    /// @return the configuration version of the change; empty where the limit was removed before, or is
    ///     in a window that never ends
    OptionalLong renewBy(LimitId limit, WindowKind window, ZoneId zone, Instant now);

    /// Suspends an organisation, team, project or key, or resumes it.
    ///
    /// @return the configuration version of the change
    long suspend(String node, boolean suspended, Instant now);

    /// Whether every session that may still admit acts on this version of the configuration.
    boolean isInForce(long version, Instant now);
}
