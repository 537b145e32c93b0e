package dev.cortado.router.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.decide.Wishes;
import dev.cortado.router.fake.Rig;
import dev.cortado.router.route.RouteOutcome;
import dev.cortado.router.tenant.PathAnswer;
import dev.cortado.router.tenant.RoutingRule;
import dev.cortado.router.tenant.Tenant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeedbackTest {

    private static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");

    private final Rig rig = new Rig();
    private final List<Rating> kept = new ArrayList<>();
    private boolean isFull;
    private final Feedback feedback = new Feedback(
            rig.settling::find,
            (rating, _, _) -> {
                kept.add(rating);
                return CompletableFuture.completedFuture(isFull ? Optional.empty() : Optional.of(rating));
            },
            new WeightsInForce(
                    organisation -> new EngagementWeights(organisation.value().equals("org") ? .2 : 0, .6, 1),
                    rig.paths),
            7,
            () -> NOW);

    private ReservationId routed() {
        Wishes wishes =
                new Wishes("auto", Lane.REALTIME, 400, 1, TokenCount.of(200), false, null, null, null, Set.of());
        return assertInstanceOf(RouteOutcome.Routed.class, rig.route(wishes))
                .placement()
                .key()
                .reservation();
    }

    private Rated rate(Tenant tenant, ReservationId id, Remark remark) {
        return feedback.rate(tenant, id, "key:k1", remark).toCompletableFuture().join();
    }

    @Test
    void rate_ownDecision_isKeptWithTheVariantThatAnswered() {
        ReservationId id = routed();
        Rated.Stands stands = assertInstanceOf(Rated.Stands.class, rate(Rig.TENANT, id, new Remark.Score(.8)));
        assertEquals(kept.getFirst(), stands.rating());
        assertEquals(id, stands.rating().decision());
        assertEquals(.8, stands.rating().score());
        assertEquals(NOW, stands.rating().ratedAt());
        assertEquals(rig.store.placed.getFirst().variant(), stands.rating().variant());
    }

    @Test
    void rate_thumbsAndEngagement_countAsScores() {
        ReservationId id = routed();
        rate(Rig.TENANT, id, new Remark.Thumbs(true));
        rate(Rig.TENANT, id, new Remark.Thumbs(false));
        rate(Rig.TENANT, id, new Remark.Engagement(RatingKind.OPENED));
        rate(Rig.TENANT, id, new Remark.Engagement(RatingKind.REPLIED));
        assertEquals(List.of(1., 0., .2, 1.), kept.stream().map(Rating::score).toList());
    }

    @Test
    void rate_engagement_countsAsTheRulesOnThePathSay_theInnermostFirst() {
        rig.accounting.path = () -> new PathAnswer.Limits(
                List.of(),
                List.of(),
                List.of(weighing(.5, null, .9), weighing(null, null, .8), weighing(null, null, null)));
        ReservationId id = routed();
        rate(Rig.TENANT, id, new Remark.Engagement(RatingKind.OPENED));
        rate(Rig.TENANT, id, new Remark.Engagement(RatingKind.CLICKED));
        rate(Rig.TENANT, id, new Remark.Engagement(RatingKind.REPLIED));
        assertEquals(List.of(.5, .6, .8), kept.stream().map(Rating::score).toList());
    }

    private static RoutingRule weighing(@Nullable Double opened, @Nullable Double clicked, @Nullable Double replied) {
        return new RoutingRule(
                Set.of(), "", null, null, null, null, null, null, new RoutingRule.Engagement(opened, clicked, replied));
    }

    @Test
    void rate_unknownOrAnotherTenants_isUnknownAndNothingIsKept() {
        ReservationId id = routed();
        assertInstanceOf(Rated.UnknownDecision.class, rate(Rig.tenant("other", "project"), id, new Remark.Score(1)));
        assertInstanceOf(Rated.UnknownDecision.class, rate(Rig.tenant("org", "other"), id, new Remark.Score(1)));
        assertInstanceOf(Rated.UnknownDecision.class, rate(Rig.TENANT, ReservationId.at(NOW), new Remark.Score(1)));
        assertEquals(List.of(), kept);
    }

    @Test
    void rate_moreThanADecisionMayHave_saysHowMany() {
        isFull = true;
        assertEquals(new Rated.TooMany(7), rate(Rig.TENANT, routed(), new Remark.Score(1)));
    }

    @Test
    void remark_outOfBounds_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Remark.Score(1.01));
        assertThrows(IllegalArgumentException.class, () -> new Remark.Score(-.01));
        assertThrows(IllegalArgumentException.class, () -> new Remark.Score(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new Remark.Engagement(RatingKind.THUMBS));
        assertThrows(
                IllegalArgumentException.class, () -> feedback.rate(Rig.TENANT, routed(), " ", new Remark.Score(1)));
    }
}
