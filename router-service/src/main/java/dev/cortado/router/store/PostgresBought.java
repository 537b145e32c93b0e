package dev.cortado.router.store;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.RequestPurpose;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.decision.StoreAway;
import dev.cortado.router.report.Bought;
import dev.cortado.router.report.BoughtStore;
import dev.cortado.router.report.Span;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Answered requests, read from the stored decisions. Thousands of rows are read at a time, so that is
/// done by a connection and a thread that keep nobody else waiting.
final class PostgresBought implements BoughtStore {

    private static final String NEWEST = """
            select d.decided_at, d.candidates, d.metadata, a.variant, a.pool, a.failed, a.charged, a.prompt, a.completion
            from router.decision d
            join lateral (
                select (array_agg(variant order by finish_reason in ('CANCELLED', 'ERROR'), attempt desc))[1] as variant,
                    (array_agg(pool order by finish_reason in ('CANCELLED', 'ERROR'), attempt desc))[1] as pool,
                    bool_or(finish_reason = 'ERROR') and not bool_or(finish_reason not in ('ERROR', 'CANCELLED')) as failed,
                    sum(cost_nano_usd)::bigint as charged,
                    coalesce(sum((token_usage->'prompt'->>'count')::bigint), 0)::bigint as prompt,
                    coalesce(sum((token_usage->'completion'->>'count')::bigint), 0)::bigint as completion
                from router.attempt where reservation = d.reservation and state = 'settled') a on a.variant is not null
            where d.organisation = $1 and ($2::text is null or d.project = $2) and d.decided_at >= $3 and d.decided_at < $4
            order by d.decided_at desc limit $5""";

    private final Reader reader;

    PostgresBought(Reader reader) {
        this.reader = reader;
    }

    @Override
    public CompletionStage<List<Bought>> newest(Span span, int max) {
        var project = span.project();
        Tuple bounds = Tuple.of(
                span.organisation().value(),
                project == null ? null : project.value(),
                Statements.time(span.from()),
                Statements.time(span.to()),
                max);
        CompletableFuture<List<Bought>> found = new CompletableFuture<>();
        reader.pool()
                .preparedQuery(NEWEST)
                .execute(bounds)
                .compose(rows -> reader.vertx().executeBlocking(() -> read(rows)))
                .onSuccess(found::complete)
                .onFailure(failure -> found.completeExceptionally(new StoreAway(failure)));
        return found;
    }

    private static List<Bought> read(RowSet<Row> rows) {
        List<Bought> all = new ArrayList<>(rows.size());
        for (Row row : rows) {
            all.add(new Bought(
                    row.getOffsetDateTime("decided_at").toInstant(),
                    new VariantId(row.getString("variant")),
                    new PoolId(row.getString("pool")),
                    row.getBoolean("failed"),
                    RequestPurpose.VERIFICATION.equals(
                            row.getJsonObject("metadata").getString(RequestPurpose.LABEL)),
                    NanoUsd.of(row.getLong("charged")),
                    row.getLong("prompt"),
                    row.getLong("completion"),
                    GroundsJson.toConsidered(row.getJsonArray("candidates"))));
        }
        return all;
    }
}
