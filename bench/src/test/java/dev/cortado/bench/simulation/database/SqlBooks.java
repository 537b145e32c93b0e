package dev.cortado.bench.simulation.database;

import dev.cortado.accounting.lease.LeaseAnswer;
import dev.cortado.accounting.lease.LeaseOrder;
import dev.cortado.accounting.lease.Recalled;
import dev.cortado.accounting.limit.LimitTerms;
import dev.cortado.accounting.limit.RenewalChange;
import dev.cortado.accounting.path.PathAnswer;
import dev.cortado.accounting.path.TenantPath;
import dev.cortado.accounting.posting.PostingBatch;
import dev.cortado.accounting.posting.PostingOutcome;
import dev.cortado.accounting.session.Heartbeat;
import dev.cortado.accounting.session.SessionClass;
import dev.cortado.accounting.session.SessionTimes;
import dev.cortado.accounting.store.Stores;
import dev.cortado.accounting.window.Renewal;
import dev.cortado.accounting.window.WindowKind;
import dev.cortado.bench.simulation.books.Books;
import dev.cortado.bench.simulation.books.Tables;
import dev.cortado.bench.simulation.books.UsageKey;
import dev.cortado.bench.simulation.party.Settings;
import dev.cortado.contracts.unit.LimitId;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.SessionId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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

    /// Limits are rows that are written as they are; triggers give each change its version.
    @Override
    public MadeLimit addLimit(String node, LimitTerms terms, Instant now) {
        Row made = at(
                        now,
                        stores.rows(
                                """
                                insert into tenant_limit (node, unit, window_kind, zone, hard, cap_target, version)
                                values ($1, $2, $3, $4, $5, $6, 0) returning id, version""",
                                Tuple.of(
                                        node,
                                        terms.unit().word(),
                                        terms.window().word(),
                                        terms.zone().getId(),
                                        terms.hard(),
                                        terms.cap())))
                .getFirst();
        return new MadeLimit(new LimitId(made.getLong(0)), made.getLong(1));
    }

    @Override
    public OptionalLong changeCap(LimitId limit, long cap, Instant now) {
        return ratcheted(limit, at(now, stores.rows("""
                update tenant_limit set cap_target = $2 where id = $1 and removed_at is null
                returning version""", Tuple.of(limit.value(), cap))));
    }

    @Override
    public OptionalLong harden(LimitId limit, boolean hard, Instant now) {
        return ratcheted(limit, at(now, stores.rows("""
                update tenant_limit set hard = $2 where id = $1 and removed_at is null
                returning version""", Tuple.of(limit.value(), hard))));
    }

    @Override
    public OptionalLong removeLimit(LimitId limit, Instant now) {
        return version(at(now, stores.rows("""
                update tenant_limit set removed_at = clock_timestamp() where id = $1 and removed_at is null
                returning version""", Tuple.of(limit.value()))));
    }

    @Override
    public OptionalLong renewBy(LimitId limit, WindowKind window, ZoneId zone, Instant now) {
        List<Row> standing = at(now, stores.rows("""
                select window_kind, zone, next_at, next_window_kind, next_zone, limit_boundary(id) as boundary
                from tenant_limit where id = $1 and removed_at is null""", Tuple.of(limit.value())));
        if (standing.isEmpty()) {
            return OptionalLong.empty();
        }
        Row present = standing.getFirst();
        Optional<Instant> boundary =
                Optional.ofNullable(present.getOffsetDateTime("boundary")).map(OffsetDateTime::toInstant);
        RenewalChange change =
                RenewalChange.of(Stores.renewal(present), now, boundary, Optional.of(window), Optional.of(zone));
        return switch (change) {
            case RenewalChange.NoBoundary _ -> OptionalLong.empty();
            case RenewalChange.Changed(Renewal renewal) ->
                ratcheted(limit, at(now, stores.rows("""
                        update tenant_limit set window_kind = $2, zone = $3, next_at = $4, next_window_kind = $5,
                            next_zone = $6 where id = $1 returning version""", renewed(limit, renewal))));
        };
    }

    private static Tuple renewed(LimitId limit, Renewal renewal) {
        Renewal.Switch next = renewal.next().orElse(null);
        return Tuple.of(
                limit.value(),
                renewal.kind().word(),
                renewal.zone().getId(),
                next == null ? null : next.at().atOffset(ZoneOffset.UTC),
                next == null ? null : next.kind().word(),
                next == null ? null : next.zone().getId());
    }

    /// As the administrative stores do it: the row, then the news of its node.
    @Override
    public long suspend(String node, boolean suspended, Instant now) {
        at(
                now,
                stores.rows(
                        "update " + table(node) + " set state = $2 where id = $1",
                        Tuple.of(node, suspended ? "suspended" : "active")));
        return stores.rows("select change_tenant_node($1)", Tuple.of(node))
                .await()
                .indefinitely()
                .getFirst()
                .getLong(0);
    }

    private static String table(String node) {
        if (node.equals(Tables.ORGANISATION)) {
            return "organisation";
        }
        String kind = node.replaceFirst("-.*", "");
        return kind.equals("key") ? "api_key" : kind;
    }

    @Override
    public boolean isInForce(long version, Instant now) {
        return at(now, stores.rows("select is_in_force($1)", Tuple.of(version)))
                .getFirst()
                .getBoolean(0);
    }

    private OptionalLong ratcheted(LimitId limit, List<Row> changed) {
        if (!changed.isEmpty()) {
            stores.rows("select ratchet_limit($1)", Tuple.of(limit.value()))
                    .await()
                    .indefinitely();
        }
        return version(changed);
    }

    private static OptionalLong version(List<Row> changed) {
        return changed.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(changed.getFirst().getLong(0));
    }
}
