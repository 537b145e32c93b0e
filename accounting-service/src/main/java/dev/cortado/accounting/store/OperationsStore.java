package dev.cortado.accounting.store;

import dev.cortado.contracts.unit.NanoUsd;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/// What accounting keeps in order by itself.
@ApplicationScoped
public class OperationsStore {

    private static final String MILLIS = "::bigint * interval '1 millisecond'";

    private final Database database;

    OperationsStore(Database database) {
        this.database = database;
    }

    /// Whether this instance is to do the job now; no other gets to within the time.
    public Uni<Boolean> takeTurn(String job, Duration every) {
        return database.first("select take_turn($1, $2" + MILLIS + ") as ours", Tuple.of(job, every.toMillis()))
                .map(row -> row.orElseThrow().getBoolean("ours"));
    }

    public Uni<Void> makeUsagePartitions(int daysAhead) {
        return database.rows("""
                        select make_usage_partitions(today - 1, today + $1::int)
                        from (select (clock_timestamp() at time zone 'UTC')::date as today) d""", Tuple.of(daysAhead)).replaceWithVoid();
    }

    public Uni<Void> expireQuarantine(Duration after) {
        return database.number("select expire_quarantine($1" + MILLIS + ")", Tuple.of(after.toMillis()))
                .flatMap(expired -> expired == 0 ? Uni.createFrom().voidItem() : expireQuarantine(after));
    }

    public Uni<Void> forgetOld(Duration answers, Duration writes) {
        return database.rows(
                        "select forget_old($1" + MILLIS + ", $2" + MILLIS + ")",
                        Tuple.of(answers.toMillis(), writes.toMillis()))
                .replaceWithVoid();
    }

    /// Forgets closed short windows, in as many transactions as it takes.
    ///
    /// @param most in one transaction
    /// @param times transactions at most: the rest waits for the next time
    public Uni<Void> forgetWindows(Duration windows, int most, int times) {
        return database.first(
                        "select forget_windows($1" + MILLIS + ", $2) as forgotten", Tuple.of(windows.toMillis(), most))
                .flatMap(row -> row.orElseThrow().getInteger("forgotten") >= most && times > 1
                        ? forgetWindows(windows, most, times - 1)
                        : Uni.createFrom().voidItem());
    }

    /// First runs of idempotency keys whose tenants have paid for more than one run.
    public Uni<List<UUID>> dueReruns(int most) {
        return database.rows("select first_run from due_reruns($1)", Tuple.of(most))
                .map(rows -> rows.stream().map(row -> row.getUUID("first_run")).toList());
    }

    /// Gives back what was paid beyond the dearest run of a key, attempt by attempt.
    public Uni<Void> refundReruns(UUID firstRun) {
        return database.first("select refund_rerun($1) as refunded", Tuple.of(firstRun))
                .flatMap(row -> row.orElseThrow().getBoolean("refunded")
                        ? refundReruns(firstRun)
                        : Uni.createFrom().voidItem());
    }

    public Uni<Void> settleReruns(Duration after) {
        return database.rows("select settle_reruns($1" + MILLIS + ")", Tuple.of(after.toMillis()))
                .replaceWithVoid();
    }

    /// Reservations whose tenants have paid for a hedge and for the attempt beside it.
    public Uni<List<UUID>> dueHedges(int most) {
        return database.rows("select reservation from due_hedges($1)", Tuple.of(most))
                .map(rows ->
                        rows.stream().map(row -> row.getUUID("reservation")).toList());
    }

    /// Gives back what the attempt cost that was not the answer; tells how much that was.
    public Uni<NanoUsd> refundHedge(UUID reservation) {
        return database.first("select refund_hedge($1) as refunded", Tuple.of(reservation))
                .map(row -> NanoUsd.of(row.orElseThrow().getLong("refunded")));
    }

    public Uni<Void> settleHedges(Duration after) {
        return database.rows("select settle_hedges($1" + MILLIS + ")", Tuple.of(after.toMillis()))
                .replaceWithVoid();
    }

    /// Commits, since the process began, that the synchronous standby may lack: they were taken for failed.
    public long cancelledWaits() {
        return database.cancelledWaits();
    }

    public Uni<Void> alarm(String subject, String message) {
        return database.rows(
                        "insert into outbox (kind, subject, message) values ('alarm', $1, $2)",
                        Tuple.of(subject, message))
                .replaceWithVoid();
    }

    /// The partition's log was made anew: posts from its start, and fences its sessions again.
    public Uni<Long> restartLog(int partition, long next) {
        return database.first("select restart_log($1, $2) as next_offset", Tuple.of(partition, next))
                .map(row -> row.orElseThrow().getLong("next_offset"));
    }
}
