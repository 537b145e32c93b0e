package dev.cortado.gateway.store;

import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.gateway.configuration.IdempotencyConfiguration;
import dev.cortado.gateway.idempotency.Claim;
import dev.cortado.gateway.idempotency.Claiming;
import dev.cortado.gateway.idempotency.Claims;
import dev.cortado.gateway.idempotency.IdempotencyKey;
import dev.cortado.gateway.idempotency.KeptAnswer;
import dev.cortado.gateway.idempotency.KeyOwner;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Claims in PostgreSQL. A statement is never cancelled, since that would cost its connection; when its time is up it
/// is only waited for no longer.
@ApplicationScoped
public class PostgresClaims implements Claims {

    private static final Logger LOG = Logger.getLogger(PostgresClaims.class);
    /// How often a key may be freed between being found taken and being looked at.
    private static final int TRIES = 3;

    private final Pool pool;
    private final IdempotencyConfiguration configuration;

    PostgresClaims(Pool pool, IdempotencyConfiguration configuration) {
        this.pool = pool;
        this.configuration = configuration;
    }

    @Override
    public CompletionStage<Claiming> claim(KeyOwner owner, IdempotencyKey key) {
        Future<Claiming> claiming = claim(owner, key, TRIES);
        return claiming.timeout(configuration.storeTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .otherwise(failure -> {
                    LOG.warnf("an idempotency key cannot be claimed: %s", failure.toString());
                    // A claim that comes too late is nobody's.
                    claiming.onSuccess(late -> {
                        if (late instanceof Claiming.Claimed(Claim claim)) {
                            free(claim);
                        }
                    });
                    return new Claiming.Unavailable();
                })
                .toCompletionStage();
    }

    private Future<Claiming> claim(KeyOwner owner, IdempotencyKey key, int tries) {
        UUID id = UUID.randomUUID();
        Tuple row = row(owner, key.value())
                .addString(key.requestSha256())
                .addUUID(id)
                .addLong(configuration.claimLifetime().toMillis())
                .addLong(configuration.retention().toMillis())
                .addInteger(configuration.rerunsMax() + 1);
        return pool.preparedQuery(Statements.CLAIM).execute(row).compose(claimed -> {
            if (claimed.rowCount() > 0) {
                ReservationId earlier = reservation(claimed.iterator().next());
                return Future.succeededFuture(new Claiming.Claimed(new Claim(id, owner, key.value(), earlier)));
            }
            return pool.preparedQuery(Statements.FIND)
                    .execute(row(owner, key.value()))
                    .compose(found -> {
                        if (found.rowCount() > 0) {
                            return Future.succeededFuture(taken(found.iterator().next(), key));
                        }
                        return tries > 1
                                ? claim(owner, key, tries - 1)
                                : Future.succeededFuture(new Claiming.InFlight());
                    });
        });
    }

    private Claiming taken(Row row, IdempotencyKey key) {
        if (!row.getString("request_sha256").equals(key.requestSha256())) {
            return new Claiming.AnotherRequest();
        }
        return switch (row.getString("state")) {
            case "answered" ->
                new Claiming.Answered(new KeptAnswer(
                        new ReservationId(row.getUUID("reservation")),
                        row.getString("content_type"),
                        row.getString("answer")));
            case "lost" -> lostTooOften(row);
            // One that is claimed no longer and was not taken over has had all its runs.
            default -> row.getBoolean("claimed") ? new Claiming.InFlight() : lostTooOften(row);
        };
    }

    private Claiming lostTooOften(Row row) {
        int runs = row.getInteger("runs");
        return runs > configuration.rerunsMax() ? new Claiming.LostTooOften(runs) : new Claiming.InFlight();
    }

    @Override
    public CompletionStage<Boolean> routed(Claim claim, ReservationId reservation) {
        return execute("note a reservation", Statements.ROUTED, row(claim).addUUID(reservation.value()))
                .map(rows -> rows.rowCount() == 1)
                .otherwise(false)
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Void> answered(Claim claim, KeptAnswer answer) {
        Tuple row = row(claim)
                .addUUID(answer.reservation().value())
                .addString(answer.contentType())
                .addString(answer.body())
                .addLong(configuration.retention().toMillis());
        return ended(execute("keep an answer", Statements.ANSWERED, row));
    }

    @Override
    public CompletionStage<Void> lost(Claim claim) {
        return ended(execute("note a lost answer", Statements.LOST, row(claim)));
    }

    @Override
    public CompletionStage<Void> free(Claim claim) {
        String statement = claim.rerunOf() == null ? Statements.FORGOTTEN : Statements.RERUN_TAKEN_BACK;
        return ended(execute("free a key", statement, row(claim)));
    }

    private Future<RowSet<Row>> execute(String what, String statement, Tuple row) {
        return pool.preparedQuery(statement)
                .execute(row)
                .timeout(configuration.storeTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> LOG.warnf("the store did not %s: %s", what, failure.toString()));
    }

    private static CompletionStage<Void> ended(Future<RowSet<Row>> statement) {
        return statement.<Void>mapEmpty().otherwiseEmpty().toCompletionStage();
    }

    private static @Nullable ReservationId reservation(Row row) {
        UUID id = row.getUUID("reservation");
        return id == null ? null : new ReservationId(id);
    }

    private static Tuple row(Claim claim) {
        return row(claim.owner(), claim.key()).addUUID(claim.id());
    }

    private static Tuple row(KeyOwner owner, String key) {
        return Tuple.tuple()
                .addString(owner.organisation().value())
                .addString(owner.project().value())
                .addString(owner.bearer())
                .addString(key);
    }
}
