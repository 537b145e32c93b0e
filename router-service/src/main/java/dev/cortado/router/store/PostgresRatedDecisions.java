package dev.cortado.router.store;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.decide.InTrial;
import dev.cortado.router.decision.StoreAway;
import dev.cortado.router.trial.RatedDecision;
import dev.cortado.router.trial.RatedDecisions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Rated decisions, from the stored ones and their ratings; by the connection and thread for reading much, as in
/// [PostgresBought], since thousands of rows may be read.
final class PostgresRatedDecisions implements RatedDecisions {

    /// Decisions in which nothing but limits was asked for, and which another policy on trial did not make: among ten
    /// times as many of the newest rated ones as are wanted, so that no more are looked at.
    private static final String NEWEST = """
            with told as (
                select reservation, %s as score, max(arrival) as latest
                from router.feedback where organisation = $1 and rated_at >= $2
                group by reservation, rater),
            rated as (
                select reservation, avg(score) as score, max(latest) as latest
                from told group by reservation order by latest desc limit 10 * $3::bigint),
            telling as (
                select d.reservation, d.grounds, d.candidates, r.score, r.latest
                from rated r join router.decision d using (reservation)
                where d.organisation = $1 and d.grounds is not null and d.model = $4 and d.utility_min is null
                    and not coalesce((d.grounds ->> 'named')::boolean, false)
                    and coalesce(d.grounds -> 'trial' ->> 'arm', '') <> $5
                order by r.latest desc limit $3)
            select t.grounds, t.candidates, t.score, coalesce(a.charged, 0) as charged
            from telling t
            left join lateral (
                select sum(cost_nano_usd)::bigint as charged
                from router.attempt where reservation = t.reservation and state = 'settled') a on true
            order by t.latest desc""".formatted(Statements.WORTH);

    private final Reader reader;

    PostgresRatedDecisions(Reader reader) {
        this.reader = reader;
    }

    @Override
    public CompletionStage<List<RatedDecision>> newest(OrganisationId organisation, Instant since, int max) {
        CompletableFuture<List<RatedDecision>> found = new CompletableFuture<>();
        reader.pool()
                .preparedQuery(NEWEST)
                .execute(Tuple.of(
                        organisation.value(), Statements.time(since), max, Catalogue.AUTO, InTrial.Arm.TRIAL.name()))
                .compose(rows -> reader.vertx().executeBlocking(() -> read(rows)))
                .onSuccess(found::complete)
                .onFailure(failure -> found.completeExceptionally(new StoreAway(failure)));
        return found;
    }

    private static List<RatedDecision> read(RowSet<Row> rows) {
        List<RatedDecision> all = new ArrayList<>(rows.size());
        for (Row row : rows) {
            all.add(new RatedDecision(
                    GroundsJson.toGrounds(row.getJsonObject("grounds"), Catalogue.AUTO),
                    GroundsJson.toConsidered(row.getJsonArray("candidates")),
                    row.getDouble("score"),
                    NanoUsd.of(row.getLong("charged"))));
        }
        return all;
    }
}
