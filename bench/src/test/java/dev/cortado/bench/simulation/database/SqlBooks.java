package dev.cortado.bench.simulation.database;

import dev.cortado.accounting.lease.LeaseAnswer;
import dev.cortado.accounting.lease.LeaseOrder;
import dev.cortado.accounting.lease.Recalled;
import dev.cortado.accounting.path.PathAnswer;
import dev.cortado.accounting.path.TenantPath;
import dev.cortado.accounting.posting.PostingBatch;
import dev.cortado.accounting.posting.PostingOutcome;
import dev.cortado.accounting.session.Heartbeat;
import dev.cortado.accounting.session.SessionClass;
import dev.cortado.accounting.session.SessionTimes;
import dev.cortado.accounting.store.Stores;
import dev.cortado.bench.simulation.books.Books;
import dev.cortado.bench.simulation.books.UsageKey;
import dev.cortado.bench.simulation.party.Settings;
import dev.cortado.contracts.unit.LimitId;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.SessionId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/// The books as PostgreSQL keeps them, by accounting's own stores, under the clock of the history.
final class SqlBooks implements Books {

    private final BooksDatabase database;
    private final Stores stores;

    SqlBooks(BooksDatabase database) {
        this.database = database;
        this.stores = database.stores();
    }

    private <T> T at(Instant now, Uni<T> call) {
        return database.clock(now).chain(() -> call).await().indefinitely();
    }

    @Override
    public SessionTimes register(String router, SessionClass sessionClass, Instant now) {
        return at(now, stores.sessions().register(router, sessionClass, Settings.SESSIONS));
    }

    @Override
    public Heartbeat heartbeat(SessionId session, long acknowledgedVersion, Instant now) {
        return at(now, stores.sessions().heartbeat(session, acknowledgedVersion, Settings.SESSIONS));
    }

    @Override
    public void drain(SessionId session, Instant now) {
        at(now, stores.sessions().drain(session));
    }

    @Override
    public int drainOverdue(Instant now) {
        return at(now, stores.sessions().drainOverdue());
    }

    @Override
    public List<SessionId> toFence(int most, Instant now) {
        return at(now, stores.sessions().toFence(Settings.SESSIONS.skewMax(), most));
    }

    @Override
    public void fence(SessionId session, SortedMap<Integer, Long> offsets, Instant now) {
        at(now, stores.sessions().fence(session, offsets));
    }

    @Override
    public int closeLeases(int most, Instant now) {
        return at(now, stores.sessions().closeLeases(most));
    }

    @Override
    public LeaseAnswer order(LeaseOrder order, Recalled recalled, Instant now) {
        return at(now, stores.leases().order(order, recalled));
    }

    @Override
    public PostingOutcome post(PostingBatch batch, Instant now) {
        return at(now, stores.posting().post(batch));
    }

    @Override
    public long nextOffset(int partition, Instant now) {
        return at(now, stores.posting().nextOffset(partition));
    }

    @Override
    public boolean takeTurn(String job, Duration every, Instant now) {
        return at(now, stores.takeTurn(job, every));
    }

    @Override
    public PathAnswer path(TenantPath path, Instant now) {
        return at(now, stores.paths().path(path));
    }

    @Override
    public boolean refund(UsageKey key, long amount, Instant now) {
        String outcome = at(
                        now,
                        stores.rows(
                                "select correct_charge($1, $2, 'refund', $3, 'simulated', 'simulation') ->> 'outcome'",
                                Tuple.of(key.reservation().value(), key.attempt(), amount)))
                .getFirst()
                .getString(0);
        return "done".equals(outcome);
    }

    @Override
    public List<ReservationId> dueHedges(int most, Instant now) {
        return at(now, stores.operations().dueHedges(most)).stream()
                .map(ReservationId::new)
                .toList();
    }

    @Override
    public NanoUsd refundHedge(ReservationId reservation, Instant now) {
        return at(now, stores.operations().refundHedge(reservation.value()));
    }

    @Override
    public long changeCap(LimitId limit, long cap, Instant now) {
        long version = at(
                        now,
                        stores.rows(
                                "update tenant_limit set cap_target = $2 where id = $1 returning version",
                                Tuple.of(limit.value(), cap)))
                .getFirst()
                .getLong(0);
        stores.rows("select ratchet_limit($1)", Tuple.of(limit.value())).await().indefinitely();
        return version;
    }
}
