package dev.cortado.router.feedback;

import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.router.decision.Decision;
import dev.cortado.router.tenant.Tenant;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// Takes what raters say of answers: finds the decision, which must be of their project, and keeps the first rating of
/// each rater and kind.
public final class Feedback {

    /// Characters of a rater's name.
    private static final int RATER_MAX = 512;

    private final DecisionSearch decisions;
    private final FeedbackStore store;
    private final WeightsInForce weights;
    private final int ratingsMax;
    private final Supplier<Instant> now;

    /// Decisions that a tenant may see.
    @FunctionalInterface
    public interface DecisionSearch {
        CompletionStage<Optional<Decision>> find(ReservationId id, Tenant tenant);
    }

    /// @param ratingsMax of one decision
    public Feedback(
            DecisionSearch decisions,
            FeedbackStore store,
            WeightsInForce weights,
            int ratingsMax,
            Supplier<Instant> now) {
        this.decisions = decisions;
        this.store = store;
        this.weights = weights;
        this.ratingsMax = ratingsMax;
        this.now = now;
    }

    /// @throws IllegalArgumentException if the rater has no name, or one that is too long
    public CompletionStage<Rated> rate(Tenant tenant, ReservationId id, String rater, Remark remark) {
        if (rater.isBlank() || rater.length() > RATER_MAX) {
            throw new IllegalArgumentException("rater must have 1 to " + RATER_MAX + " characters");
        }
        return decisions
                .find(id, tenant)
                .thenCompose(found -> found.<CompletionStage<Rated>>map(decision -> rating(decision, rater, remark)
                                .thenCompose(rating -> store.keep(rating, decision.prompt(), ratingsMax))
                                .thenApply(standing -> standing.<Rated>map(Rated.Stands::new)
                                        .orElseGet(() -> new Rated.TooMany(ratingsMax))))
                        .orElseGet(() -> CompletableFuture.completedFuture(new Rated.UnknownDecision())));
    }

    private CompletionStage<Rating> rating(Decision decision, String rater, Remark remark) {
        CompletionStage<Double> score = switch (remark) {
            case Remark.Score(double value) -> CompletableFuture.completedFuture(value);
            case Remark.Thumbs(boolean up) -> CompletableFuture.completedFuture(up ? 1.0 : 0.0);
            case Remark.Engagement(RatingKind kind) ->
                weights.of(decision.tenant()).thenApply(known -> known.of(kind));
        };
        return score.thenApply(known -> rating(decision, rater, remark.kind(), known));
    }

    private Rating rating(Decision decision, String rater, RatingKind kind, double score) {
        Tenant tenant = decision.tenant();
        return new Rating(
                decision.id(),
                tenant.organisation(),
                tenant.project(),
                rater,
                kind,
                score,
                decision.answering().variant(),
                now.get());
    }
}
