package dev.cortado.router.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.router.configuration.RouterConfiguration;
import dev.cortado.router.decide.OtherPolicy;
import dev.cortado.router.decide.Policy;
import dev.cortado.router.decide.PolicyTrial;
import dev.cortado.router.decide.RulesInForce;
import dev.cortado.router.decide.TenantRule;
import dev.cortado.router.decide.World;
import dev.cortado.router.decision.Decision;
import dev.cortado.router.decision.Fate;
import dev.cortado.router.decision.Finish;
import dev.cortado.router.decision.TokenUse;
import dev.cortado.router.estimate.CatalogueEstimates;
import dev.cortado.router.fake.Postgres;
import dev.cortado.router.fake.Rig;
import dev.cortado.router.feedback.EngagementWeights;
import dev.cortado.router.feedback.Feedback;
import dev.cortado.router.feedback.Rated;
import dev.cortado.router.feedback.RatingKind;
import dev.cortado.router.feedback.Remark;
import dev.cortado.router.feedback.WeightsInForce;
import dev.cortado.router.route.Learning;
import dev.cortado.router.route.RouteOutcome;
import dev.cortado.router.route.RouteRequest;
import dev.cortado.router.trial.Comparing;
import dev.cortado.router.trial.TrialComparison;
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
import java.util.Set;
import java.util.SplittableRandom;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// From requests over their ratings to the comparison of a trial's arms, through a whole router and a real PostgreSQL.
class TrialServedTest {

    private static final int REQUESTS = 400;
    private static final double WORTH_MEDIUM = .5;
    private static final double WORTH_LARGE = .9;
    private static final OtherPolicy BEST = new OtherPolicy(Policy.Name.BEST_WITHIN_COST, null, null);

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

    private final SplittableRandom random = new SplittableRandom(3);

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
    }

    @Test
    void served_armsAreCompared_asUsersRateThem_andAUserStaysInOne() throws InterruptedException {
        Router router = new Router(new PolicyTrial("large-for-some", BEST, .4, false));
        for (int i = 0; i < REQUESTS; i++) {
            router.serveAndRate("user-" + i % 200);
        }
        TrialComparison compared = router.compared("");

        assertEquals(REQUESTS, compared.usual().requests() + compared.other().requests());
        assertEquals(200, compared.usual().units() + compared.other().units());
        assertTrue(compared.other().units() > 60 && compared.other().units() < 100, compared::toString);
        assertEquals(
                WORTH_MEDIUM, compared.usual().means().rating().orElseThrow().value(), .15);
        assertEquals(
                WORTH_LARGE, compared.other().means().rating().orElseThrow().value(), .15);
        assertTrue(compared.more().rating().orElseThrow().low() > .1, compared::toString);
        assertEquals(.819 - .678, compared.more().utility().orElseThrow().value(), 1e-9);
        assertTrue(compared.more().chargedUsd().orElseThrow().low() > 0);
    }

    @Test
    void shadow_servesAsEver_andIsComparedByWhatItWouldHaveChosen() throws InterruptedException {
        Router router = new Router(new PolicyTrial("in-the-shadow", BEST, 1, true));
        for (int i = 0; i < 20; i++) {
            assertEquals("medium", router.serveAndRate("user-" + i));
        }
        TrialComparison compared = router.compared("in-the-shadow");

        assertTrue(compared.isShadow());
        assertEquals(20, compared.usual().requests());
        assertEquals(0, compared.alike());
        assertEquals(.819 - .678, compared.more().utility().orElseThrow().value(), 1e-9);
        assertTrue(compared.more().likelyCostUsd().orElseThrow().low() > 0);
    }

    @Test
    void compared_manyRatingsOfOneRater_countOnce() throws InterruptedException {
        Router router = new Router(new PolicyTrial("once-each", BEST, 1, true));
        RouteOutcome.Routed first = router.serve("user-1");
        router.rate(first, "ann", new Remark.Engagement(RatingKind.OPENED));
        router.rate(first, "ann", new Remark.Engagement(RatingKind.CLICKED));
        router.rate(first, "ann", new Remark.Engagement(RatingKind.REPLIED));
        router.rate(first, "bob", new Remark.Thumbs(false));
        RouteOutcome.Routed second = router.serve("user-2");
        router.rate(second, "ann", new Remark.Engagement(RatingKind.REPLIED));
        router.rate(second, "ann", new Remark.Thumbs(false));

        // (1 + 0) / 2 of the first, 0 of the second.
        assertEquals(
                .25, router.compared("").usual().means().rating().orElseThrow().value(), 1e-9);
    }

    /// One process.
    private final class Router {
        private final Rig rig;
        private final PostgresDecisions store =
                new PostgresDecisions(vertx, pool, new Writer(vertx, pool), DEFAULTS.decision());
        private final Feedback feedback;
        private final Comparing comparing;

        Router(PolicyTrial trial) {
            TenantRule rule = new TenantRule(null, List.of(), Set.of(), null, null, trial);
            rig = Rig.of((_, task, catalogue) -> new CatalogueEstimates(task, catalogue), Learning.NONE, _ -> rule);
            feedback = new Feedback(
                    rig.settling::find,
                    new PostgresFeedback(pool),
                    new WeightsInForce(_ -> new EngagementWeights(.3, .7, 1), rig.paths),
                    100,
                    rig.time::wall);
            comparing = new Comparing(
                    new PostgresTriedDecisions(new Reader(vertx, pool)),
                    new RulesInForce(_ -> rule, rig.paths),
                    10_000);
            store.open();
        }

        /// @return the tier that answered
        String serveAndRate(String user) {
            RouteOutcome.Routed routed = serve(user);
            String tier = routed.placement().option().variant().tier();
            boolean up = random.nextDouble() < (tier.equals("large") ? WORTH_LARGE : WORTH_MEDIUM);
            rate(routed, "key:k1", new Remark.Thumbs(up));
            return tier;
        }

        void rate(RouteOutcome.Routed routed, String rater, Remark remark) {
            assertInstanceOf(
                    Rated.Stands.class,
                    feedback.rate(Rig.TENANT, routed.placement().key().reservation(), rater, remark)
                            .toCompletableFuture()
                            .join());
        }

        RouteOutcome.Routed serve(String user) {
            RouteRequest request =
                    new RouteRequest(Rig.TENANT, World.ask("auto"), "request-" + user, Map.of("user", user));
            RouteOutcome.Routed routed =
                    assertInstanceOf(RouteOutcome.Routed.class, rig.await(rig.router.route(request)));
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
            return routed;
        }

        TrialComparison compared(String name) throws InterruptedException {
            while (!store.queue().isIdle()) {
                Thread.sleep(Duration.ofMillis(2));
            }
            return assertInstanceOf(
                            Comparing.Outcome.Compared.class,
                            comparing
                                    .compare(Rig.TENANT, name, Instant.EPOCH)
                                    .toCompletableFuture()
                                    .join())
                    .comparison();
        }
    }

    private static TokenUse.Metered metered() {
        return new TokenUse.Metered(9, TokenUse.Counter.ENGINE);
    }
}
