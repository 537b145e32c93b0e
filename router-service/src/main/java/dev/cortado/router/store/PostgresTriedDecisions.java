package dev.cortado.router.store;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.decide.Considered;
import dev.cortado.router.decide.Grounds;
import dev.cortado.router.decide.InTrial;
import dev.cortado.router.decision.StoreAway;
import dev.cortado.router.trial.TriedDecision;
import dev.cortado.router.trial.TriedDecisions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Answered requests of trials, from the stored decisions; by the connection and thread for reading much, as in
/// [PostgresBought].
final class PostgresTriedDecisions implements TriedDecisions {

    private static final double NANOS_A_USD = 1e9;

    private static final String NEWEST = """
            select d.grounds, d.candidates, a.charged, f.score
            from router.decision d
            join lateral (
                select sum(cost_nano_usd)::bigint as charged
                from router.attempt where reservation = d.reservation and state = 'settled') a on a.charged is not null
            left join lateral (
                select avg(told.score) as score from (
                    select %s as score from router.feedback where reservation = d.reservation group by rater) told) f
                on true
            where d.organisation = $1 and d.grounds -> 'trial' is not null and d.grounds -> 'trial' ->> 'name' = $2
                and d.decided_at >= $3
            order by d.decided_at desc limit $4""".formatted(Statements.WORTH);

    private final Reader reader;

    PostgresTriedDecisions(Reader reader) {
        this.reader = reader;
    }

    @Override
    public CompletionStage<List<TriedDecision>> newest(
            OrganisationId organisation, String trial, Instant since, int max) {
        CompletableFuture<List<TriedDecision>> found = new CompletableFuture<>();
        reader.pool()
                .preparedQuery(NEWEST)
                .execute(Tuple.of(organisation.value(), trial, Statements.time(since), max))
                .compose(rows -> reader.vertx().executeBlocking(() -> read(rows)))
                .onSuccess(found::complete)
                .onFailure(failure -> found.completeExceptionally(new StoreAway(failure)));
        return found;
    }

    private static List<TriedDecision> read(RowSet<Row> rows) {
        List<TriedDecision> all = new ArrayList<>(rows.size());
        for (Row row : rows) {
            Grounds grounds = GroundsJson.toGrounds(row.getJsonObject("grounds"), Catalogue.AUTO);
            InTrial part = grounds.trial();
            // What the policy preferred: a shadow says the same of its own, and neither knows of the check or of
            // chance.
            int preferred = grounds.preferredPlace();
            Optional<Considered> chosen = GroundsJson.toConsidered(row.getJsonArray("candidates")).stream()
                    .filter(each -> each.place() == preferred)
                    .findFirst();
            if (part != null && chosen.isPresent()) {
                all.add(new TriedDecision(
                        part,
                        chosen.get().variant(),
                        chosen.get().pool(),
                        chosen.get().utility(),
                        chosen.get().cost().nanos() / NANOS_A_USD,
                        row.getLong("charged") / NANOS_A_USD,
                        row.getDouble("score")));
            }
        }
        return all;
    }
}
