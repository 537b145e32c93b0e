package dev.cortado.router.store;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.decision.StoreAway;
import dev.cortado.router.estimate.SeenPrompt;
import dev.cortado.router.feedback.FeedbackStore;
import dev.cortado.router.feedback.Rating;
import dev.cortado.router.feedback.RatingKind;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Ratings in PostgreSQL, each with what was seen of its prompt, where that was kept. What stands is read after the
/// insert, in a statement of its own, which sees what another router's insert of the same moment left.
final class PostgresFeedback implements FeedbackStore {

    private static final String INSERT = """
            insert into router.feedback (reservation, rater, kind, organisation, project, variant, score, rated_at,
                seen)
            select $1, $2, $3, $4, $5, $6, $7, $8,
                coalesce($10, (select seen from router.decision where reservation = $1))
            where (select count(*) from router.feedback where reservation = $1) < $9
            on conflict (reservation, rater, kind) do nothing""";
    private static final String STANDING = """
            select organisation, project, variant, score, rated_at from router.feedback
            where reservation = $1 and rater = $2 and kind = $3""";

    private final Pool pool;

    PostgresFeedback(Pool pool) {
        this.pool = pool;
    }

    @Override
    public CompletionStage<Optional<Rating>> keep(Rating rating, @Nullable SeenPrompt prompt, int ratingsMax) {
        CompletableFuture<Optional<Rating>> kept = new CompletableFuture<>();
        pool.preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addUUID(rating.decision().value())
                        .addString(rating.rater())
                        .addString(rating.kind().word())
                        .addString(rating.organisation().value())
                        .addString(rating.project().value())
                        .addString(rating.variant().value())
                        .addDouble(rating.score())
                        .addOffsetDateTime(Statements.time(rating.ratedAt()))
                        .addInteger(ratingsMax)
                        .addBuffer(Statements.ofSeen(prompt)))
                .compose(_ -> standing(rating))
                .onSuccess(kept::complete)
                .onFailure(failure -> kept.completeExceptionally(new StoreAway(failure)));
        return kept;
    }

    private Future<Optional<Rating>> standing(Rating asked) {
        return pool.preparedQuery(STANDING)
                .execute(Tuple.of(
                        asked.decision().value(), asked.rater(), asked.kind().word()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(toRating(
                                asked.decision(),
                                asked.rater(),
                                asked.kind(),
                                rows.iterator().next())));
    }

    private static Rating toRating(ReservationId decision, String rater, RatingKind kind, Row row) {
        return new Rating(
                decision,
                new OrganisationId(row.getString("organisation")),
                new ProjectId(row.getString("project")),
                rater,
                kind,
                row.getDouble("score"),
                new VariantId(row.getString("variant")),
                row.getOffsetDateTime("rated_at").toInstant());
    }
}
