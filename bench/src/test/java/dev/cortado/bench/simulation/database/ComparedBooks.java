package dev.cortado.bench.simulation.database;

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
import dev.cortado.bench.simulation.books.Books;
import dev.cortado.bench.simulation.books.BooksDiffer;
import dev.cortado.bench.simulation.books.Tables;
import dev.cortado.bench.simulation.books.UsageKey;
import dev.cortado.contracts.unit.LimitId;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.Function;

/// Sends each call to the model and to the database. Their answers must be the same, and after each call that moves
/// money their counters and leases; the history goes on with the model's.
final class ComparedBooks implements Books {

    private final Books model;
    private final Books sql;
    private final Tables tables;
    private final BooksDatabase database;

    ComparedBooks(Books model, Books sql, Tables tables, BooksDatabase database) {
        this.model = model;
        this.sql = sql;
        this.tables = tables;
        this.database = database;
    }

    private <T> T both(String call, Function<Books, T> work) {
        T expected = work.apply(model);
        T actual = work.apply(sql);
        requireSame(call, expected, actual);
        return expected;
    }

    private static void requireSame(String what, Object expected, Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new BooksDiffer(what + ": the model says " + expected + ", the database " + actual);
        }
    }

    private <T> T moving(String call, Function<Books, T> work) {
        T answer = both(call, work);
        requireSame("counters and leases after " + call, TableTexts.money(tables), database.money());
        return answer;
    }

    @Override
    public SessionTimes register(String router, SessionClass sessionClass, Instant now) {
        return both("register", books -> books.register(router, sessionClass, now));
    }

    @Override
    public Heartbeat heartbeat(SessionId session, long acknowledgedVersion, Instant now) {
        return both("heartbeat", books -> books.heartbeat(session, acknowledgedVersion, now));
    }

    @Override
    public void drain(SessionId session, Instant now) {
        model.drain(session, now);
        sql.drain(session, now);
    }

    @Override
    public int drainOverdue(Instant now) {
        return both("drainOverdue", books -> books.drainOverdue(now));
    }

    @Override
    public List<SessionId> toFence(int most, Instant now) {
        return both("toFence", books -> books.toFence(most, now));
    }

    @Override
    public void fence(SessionId session, SortedMap<Integer, Long> offsets, Instant now) {
        model.fence(session, offsets, now);
        sql.fence(session, offsets, now);
    }

    @Override
    public int closeLeases(int most, Instant now) {
        int closed = both("closeLeases", books -> books.closeLeases(most, now));
        if (closed > 0) {
            requireSame("counters and leases after closeLeases", TableTexts.money(tables), database.money());
        }
        return closed;
    }

    @Override
    public LeaseAnswer order(LeaseOrder order, Recalled recalled, Instant now) {
        return both("order", books -> books.order(order, recalled, now));
    }

    @Override
    public PostingOutcome post(PostingBatch batch, Instant now) {
        return moving("post", books -> books.post(batch, now));
    }

    @Override
    public long nextOffset(int partition, Instant now) {
        return both("nextOffset", books -> books.nextOffset(partition, now));
    }

    @Override
    public boolean takeTurn(String job, Duration every, Instant now) {
        return both("takeTurn", books -> books.takeTurn(job, every, now));
    }

    /// The model has one version of the configuration, the database one of each path.
    @Override
    public PathAnswer path(TenantPath path, Instant now) {
        PathAnswer expected = model.path(path, now);
        requireSame("path", withoutVersion(expected), withoutVersion(sql.path(path, now)));
        return expected;
    }

    private static PathAnswer withoutVersion(PathAnswer answer) {
        return answer instanceof PathAnswer.Known known
                ? new PathAnswer.Known(known.suspended(), known.counters(), known.next(), 0, known.asOf())
                : answer;
    }

    @Override
    public boolean refund(UsageKey key, long amount, Instant now) {
        return moving("refund", books -> books.refund(key, amount, now));
    }

    @Override
    public List<ReservationId> dueHedges(int most, Instant now) {
        return both("dueHedges", books -> books.dueHedges(most, now));
    }

    @Override
    public NanoUsd refundHedge(ReservationId reservation, Instant now) {
        return moving("refundHedge", books -> books.refundHedge(reservation, now));
    }

    @Override
    public MadeLimit addLimit(String node, LimitTerms terms, Instant now) {
        return both("addLimit", books -> books.addLimit(node, terms, now));
    }

    @Override
    public OptionalLong changeCap(LimitId limit, long cap, Instant now) {
        return moving("changeCap", books -> books.changeCap(limit, cap, now));
    }

    @Override
    public OptionalLong harden(LimitId limit, boolean hard, Instant now) {
        return moving("harden", books -> books.harden(limit, hard, now));
    }

    @Override
    public OptionalLong removeLimit(LimitId limit, Instant now) {
        return both("removeLimit", books -> books.removeLimit(limit, now));
    }

    @Override
    public OptionalLong renewBy(LimitId limit, WindowKind window, ZoneId zone, Instant now) {
        return moving("renewBy", books -> books.renewBy(limit, window, zone, now));
    }

    @Override
    public long suspend(String node, boolean suspended, Instant now) {
        return both("suspend", books -> books.suspend(node, suspended, now));
    }

    @Override
    public boolean isInForce(long version, Instant now) {
        return both("isInForce", books -> books.isInForce(version, now));
    }
}
