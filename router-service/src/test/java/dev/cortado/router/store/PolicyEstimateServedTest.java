package dev.cortado.router.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.configuration.RouterConfiguration;
import dev.cortado.router.decide.OtherPolicy;
import dev.cortado.router.decide.Policy;
import dev.cortado.router.decide.Reconsider;
import dev.cortado.router.decide.Wishes;
import dev.cortado.router.decide.World;
import dev.cortado.router.decision.Decision;
import dev.cortado.router.decision.Fate;
import dev.cortado.router.decision.Finish;
import dev.cortado.router.decision.TokenUse;
import dev.cortado.router.estimate.CatalogueEstimates;
import dev.cortado.router.estimate.Estimates;
import dev.cortado.router.fake.Postgres;
import dev.cortado.router.fake.Rig;
import dev.cortado.router.feedback.EngagementWeights;
import dev.cortado.router.feedback.Feedback;
import dev.cortado.router.feedback.Rated;
import dev.cortado.router.feedback.RatingKind;
import dev.cortado.router.feedback.Remark;
import dev.cortado.router.feedback.WeightsInForce;
import dev.cortado.router.learn.Learnt;
import dev.cortado.router.learn.OffPolicy.Estimate;
import dev.cortado.router.route.Learning;
import dev.cortado.router.route.RouteOutcome;
import dev.cortado.router.trial.EstimateLimits;
import dev.cortado.router.trial.LeftOut;
import dev.cortado.router.trial.PolicyEstimate;
import dev.cortado.router.trial.PolicyEstimating;
import dev.cortado.router.trial.RatedDecision;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// From requests over their ratings to what another policy would have brought, through a whole router
/// and a real PostgreSQL. `auto` takes the medium variant, chance the large one now and then.
class PolicyEstimateServedTest {

    private static final int REQUESTS = 600;
    private static final Map<VariantId, Double> WORTH = Map.of(World.MEDIUM, .6, World.LARGE, .9);

    private static final Vertx vertx = Vertx.vertx();
    private static final Pool pool = PgBuilder.pool()
            .using(vertx)
            .connectingTo(new PgConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(Postgres.port())
                    .setDatabase("postgres")
                    .setUser("router")
                    .setPassword("router"))
            .with(new PoolOptions().setMaxSize(2))
            .build();
    private static final RouterConfiguration DEFAULTS = new SmallRyeConfigBuilder()
            .withMapping(RouterConfiguration.class)
            .withConverter(Duration.class, 200, new DurationConverter())
            .build()
            .getConfigMapping(RouterConfiguration.class);

    private final SplittableRandom random = new SplittableRandom(11);
    private final Rig rig = Rig.of(
            (_, task, catalogue) -> new CatalogueEstimates(task, catalogue),
            new Learning(new Rates(), .3, () -> random));
    private final PostgresDecisions store =
            new PostgresDecisions(vertx, pool, new Writer(vertx, pool), DEFAULTS.decision());
    private final Feedback feedback = new Feedback(
            rig.settling::find,
            new PostgresFeedback(pool),
            new WeightsInForce(_ -> new EngagementWeights(.3, .7, 1), rig.paths),
            100,
            rig.time::wall);
    private final PostgresRatedDecisions rated = new PostgresRatedDecisions(new Reader(vertx, pool));
    private final PolicyEstimating estimating = new PolicyEstimating(
            rated,
            new Reconsider(World.DEFAULTS),
            // As many as may be read: newer ones that say nothing must not stand in their places.
            new EstimateLimits(REQUESTS, 100, 30));

    @BeforeAll
    static void migrate() {
        Flyway.configure()
                .dataSource("jdbc:postgresql://127.0.0.1:" + Postgres.port() + "/postgres", "router", "router")
                .schemas("router")
                .load()
                .migrate();
    }

    @AfterAll
    static void close() {
        pool.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void empty() {
        pool.query("truncate router.decision, router.feedback cascade")
                .execute()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        store.open();
    }

    @Test
    void newest_manyRatingsOfOneRater_countOnce() throws InterruptedException {
        ReservationId first = serve(World.ask("auto"));
        rate(first, "ann", new Remark.Engagement(RatingKind.OPENED));
        rate(first, "ann", new Remark.Engagement(RatingKind.REPLIED));
        rate(first, "bob", new Remark.Score(.5));
        rate(first, "bob", new Remark.Thumbs(false));
        ReservationId second = serve(World.ask("auto"));
        rate(second, "ann", new Remark.Engagement(RatingKind.REPLIED));
        rate(second, "ann", new Remark.Thumbs(false));
        stored();

        // The newest first; (1 + .25) / 2 of the other.
        assertEquals(
                List.of(0.0, .625),
                rated.newest(Rig.TENANT.organisation(), Instant.EPOCH, 10).toCompletableFuture().join().stream()
                        .map(RatedDecision::score)
                        .toList());
    }

    @Test
    void estimate_ofServedAndRatedRequests_holdsTheTruth_andLeavesOutWhatSaysNothing() throws InterruptedException {
        for (int i = 0; i < REQUESTS; i++) {
            serveAndRate(World.ask("auto"));
        }
        serveAndRate(World.ask("auto").with(Policy.Name.KNEE));
        serveAndRate(World.ask("large"));
        stored();

        PolicyEstimate.Estimated best = assertInstanceOf(
                PolicyEstimate.Estimated.class, estimate(new OtherPolicy(Policy.Name.BEST_WITHIN_COST, null, null)));
        assertEquals(REQUESTS, best.ratings());
        holds(WORTH.getOrDefault(World.MEDIUM, 0.0), best.inForce().utility().inversePropensity());
        holds(WORTH.getOrDefault(World.LARGE, 0.0), best.other().utility().inversePropensity());
        holds(.3, best.utilityGain());
        assertTrue(best.costIncreaseUsd().low() > 0, best::toString);
        assertEquals(
                new PolicyEstimate.TooFewRatings(0, 100, new LeftOut(0, REQUESTS, 0)),
                estimate(new OtherPolicy(Policy.Name.CHEAPEST_SUFFICIENT, null, .4)));
    }

    private PolicyEstimate estimate(OtherPolicy other) {
        return estimating
                .estimate(Rig.TENANT.organisation(), other, Instant.EPOCH)
                .toCompletableFuture()
                .join();
    }

    private static void holds(double truth, Estimate estimate) {
        assertTrue(estimate.low() <= truth && truth <= estimate.high(), () -> truth + " in " + estimate);
    }

    private void stored() throws InterruptedException {
        while (!store.queue().isIdle()) {
            Thread.sleep(Duration.ofMillis(2));
        }
    }

    private void serveAndRate(Wishes wishes) {
        ReservationId id = serve(wishes);
        VariantId variant =
                Objects.requireNonNull(rig.store.decided.get(id)).answering().variant();
        rate(id, "key:k1", new Remark.Thumbs(random.nextDouble() < WORTH.getOrDefault(variant, 0.0)));
    }

    private void rate(ReservationId id, String rater, Remark remark) {
        assertInstanceOf(
                Rated.Stands.class,
                feedback.rate(Rig.TENANT, id, rater, remark)
                        .toCompletableFuture()
                        .join());
    }

    private ReservationId serve(Wishes wishes) {
        RouteOutcome.Routed routed = assertInstanceOf(RouteOutcome.Routed.class, rig.route(wishes));
        Decision decision = Objects.requireNonNull(
                rig.store.decided.get(routed.placement().key().reservation()));
        store.decided(decision);
        store.placed(decision.latest());
        store.ended(
                decision.latest().key(),
                new Fate.Settled(
                        routed.placement().option().estimate().cost(),
                        new TokenUse(metered(), metered(), metered(), metered()),
                        Finish.STOP));
        return decision.id();
    }

    private static TokenUse.Metered metered() {
        return new TokenUse.Metered(9, TokenUse.Counter.ENGINE);
    }

    /// An organisation that rates answers, and is told nothing of it.
    private record Rates() implements Learnt {
        @Override
        public boolean isLearning() {
            return true;
        }

        @Override
        public boolean knows(OrganisationId organisation) {
            return true;
        }

        @Override
        public Estimates corrected(OrganisationId organisation, Estimates expected) {
            return expected;
        }
    }
}
