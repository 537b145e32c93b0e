package dev.cortado.router.store;

import static dev.cortado.router.decide.World.LARGE;
import static dev.cortado.router.decide.World.MEDIUM;
import static dev.cortado.router.decide.World.SMALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Measurement;
import dev.cortado.router.catalogue.Measurements;
import dev.cortado.router.catalogue.Measurements.ScoredTask;
import dev.cortado.router.configuration.LearningConfiguration;
import dev.cortado.router.decide.Choice;
import dev.cortado.router.decide.Considered;
import dev.cortado.router.decide.World;
import dev.cortado.router.estimate.PredictorEstimator;
import dev.cortado.router.estimate.PredictorFit;
import dev.cortado.router.estimate.PromptSample;
import dev.cortado.router.fake.Postgres;
import dev.cortado.router.fake.Rig;
import dev.cortado.router.features.PromptReader;
import dev.cortado.router.features.TokenVectors;
import dev.cortado.router.feedback.EngagementWeights;
import dev.cortado.router.feedback.Feedback;
import dev.cortado.router.feedback.Rated;
import dev.cortado.router.feedback.RatingKind;
import dev.cortado.router.feedback.Remark;
import dev.cortado.router.feedback.WeightsInForce;
import dev.cortado.router.learn.Learner;
import dev.cortado.router.learn.LearningLimits;
import dev.cortado.router.learn.RatedWorld;
import dev.cortado.router.learn.RatedWorld.Kind;
import dev.cortado.router.predict.UtilityModel;
import dev.cortado.router.route.ExplainOutcome;
import dev.cortado.router.route.Learning;
import dev.cortado.router.route.RouteOutcome;
import dev.cortado.router.route.RouteRequest;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/// From a request over its rating to the next request, through a whole router and a real PostgreSQL:
/// the predictor holds the medium variant good for everything, and its users find that it cannot
/// translate.
class LearningServedTest {

    private static final double FLOOR = .05;
    private static final double POINTS_5 = .05;
    private static final double POINTS_2 = .02;
    private static final int PROMPTS = 150;
    private static final Map<VariantId, Double> WORTH = Map.of(SMALL, .5, MEDIUM, .8, LARGE, .85);
    private static final double CANNOT = .05;

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
    private static final PGSimpleDataSource DATABASE = database(Postgres.port());
    private static final PromptReader READER = new PromptReader(TokenVectors.shipped());
    private static final Measurements MEASURED = measured();
    private static final PredictorFit FIT =
            PredictorFit.of(MEASURED, List.of(), READER::read, 100).orElseThrow();

    private final SplittableRandom random = new SplittableRandom(7);

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
    void empty() throws SQLException {
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("truncate router.feedback");
        }
    }

    @Test
    void share_ofAVariantThatIsRatedBadForAKind_fallsThere_staysElsewhere_andOutlivesTheRouter() {
        Router router = new Router();
        List<Double> before = router.shares();
        assertTrue(before.getFirst() >= .8, () -> "before: " + before);
        RatedWorld asked = new RatedWorld(1);
        for (int i = 0; i < 200; i++) {
            router.rateOneMore(asked.text(Kind.TRANSLATE), Kind.TRANSLATE);
        }
        List<Double> after = router.shares();
        String told = "before " + before + ", after " + after;
        assertTrue(after.getFirst() <= .2 + FLOOR, told);
        List<Double> restarted = new Router().shares();
        for (int kind = 0; kind < after.size(); kind++) {
            assertEquals(after.get(kind), restarted.get(kind), POINTS_2, told);
            if (kind > 0) {
                assertEquals(before.get(kind), after.get(kind), POINTS_5, told);
            }
        }
    }

    @Test
    void share_ofAVariantWhoseAnswersAreOnlyOpened_fallsWhereOthersAreRepliedTo_andOutlivesTheRouter() {
        Router router = new Router();
        List<Double> before = router.shares();
        RatedWorld asked = new RatedWorld(4);
        List<Kind> kinds = List.of(Kind.TRANSLATE, Kind.SUM, Kind.CODE);
        for (int i = 0; i < 600; i++) {
            Kind kind = kinds.get(i % kinds.size());
            router.engageWithOneMore(asked.text(kind), kind);
        }
        List<Double> after = router.shares();
        String told = "before " + before + ", after " + after;
        assertTrue(after.getFirst() <= before.getFirst() - .5, told);
        List<Double> restarted = new Router().shares();
        for (int kind = 0; kind < after.size(); kind++) {
            assertEquals(after.get(kind), restarted.get(kind), POINTS_2, told);
            if (kind > 0) {
                assertTrue(after.get(kind) >= before.get(kind) - POINTS_5, told);
            }
        }
    }

    @Test
    void explained_ratedVariant_tellsThePredictionAndTheCorrectionApart() {
        Router router = new Router();
        RatedWorld asked = new RatedWorld(2);
        for (int i = 0; i < 60; i++) {
            router.rateOneMore(asked.text(Kind.TRANSLATE), Kind.TRANSLATE);
        }
        Considered medium = router.explain(asked.text(Kind.TRANSLATE)).considered().stream()
                .filter(each -> each.variant().equals(MEDIUM))
                .findFirst()
                .orElseThrow();
        assertTrue(medium.expected().correction() < -.2, medium::toString);
        assertEquals(.8, medium.utility() - medium.expected().correction(), .1);
    }

    /// One process.
    private final class Router {
        private final PredictorEstimator estimator = new PredictorEstimator();
        private final Learner learner =
                new Learner(new PostgresRatings(DATABASE, 100), new LearningLimits(10_000, 10_000, 10, 5_000));
        private final Rig rig = Rig.of(estimator, new Learning(learner, FLOOR, () -> random));
        private final LearningWatch watch = new LearningWatch(learner, estimator, rig.catalogue, new Keys(), rig.time);
        private final Feedback feedback = new Feedback(
                rig.settling::find,
                new PostgresFeedback(pool),
                new WeightsInForce(_ -> new EngagementWeights(0, .7, 1), rig.paths),
                100,
                rig.time::wall);

        Router() {
            rig.catalogue.measured(MEASURED);
            estimator.use(READER, FIT.predictor(), UtilityModel.BEYOND);
            watch.look();
        }

        private RouteRequest request(String prompt) {
            return new RouteRequest(
                    Rig.TENANT,
                    World.ask("auto"),
                    PromptSample.of(prompt),
                    "",
                    Map.of(),
                    Optional.empty(),
                    Optional.empty(),
                    RouteRequest.Check.NONE,
                    false);
        }

        void rateOneMore(String prompt, Kind kind) {
            serve(prompt, kind, isGood -> List.of(new Remark.Thumbs(isGood)));
        }

        /// Users open every answer, and reply to good ones.
        void engageWithOneMore(String prompt, Kind kind) {
            Remark opened = new Remark.Engagement(RatingKind.OPENED);
            Remark replied = new Remark.Engagement(RatingKind.REPLIED);
            serve(prompt, kind, isGood -> isGood ? List.of(opened, replied) : List.of(opened));
        }

        private void serve(String prompt, Kind kind, Function<Boolean, List<Remark>> saysUser) {
            RouteOutcome.Routed routed =
                    assertInstanceOf(RouteOutcome.Routed.class, rig.await(rig.router.route(request(prompt))));
            VariantId variant = routed.placement().option().variant().id();
            ReservationId decision = routed.placement().key().reservation();
            double worth = variant.equals(MEDIUM) && kind == Kind.TRANSLATE ? CANNOT : WORTH.getOrDefault(variant, 0.0);
            for (Remark remark : saysUser.apply(random.nextDouble() < worth)) {
                assertInstanceOf(
                        Rated.Stands.class,
                        feedback.rate(Rig.TENANT, decision, "key:k1", remark)
                                .toCompletableFuture()
                                .join());
                watch.look();
            }
        }

        Choice.Chosen explain(String prompt) {
            ExplainOutcome outcome = rig.explaining
                    .explain(request(prompt))
                    .toCompletableFuture()
                    .join();
            return assertInstanceOf(ExplainOutcome.Explained.class, outcome).chosen();
        }

        /// Of fresh prompts of each kind that are not rated, the same each time, what the medium variant would answer.
        List<Double> shares() {
            RatedWorld fresh = new RatedWorld(99);
            List<Double> shares = new ArrayList<>();
            for (Kind kind : Kind.values()) {
                int medium = 0;
                for (int i = 0; i < PROMPTS; i++) {
                    boolean taken = explain(fresh.text(kind))
                            .options()
                            .getFirst()
                            .variant()
                            .id()
                            .equals(MEDIUM);
                    medium += taken ? 1 : 0;
                }
                shares.add((double) medium / PROMPTS);
            }
            return shares;
        }
    }

    /// Each variant about as good at everything.
    private static Measurements measured() {
        RatedWorld world = new RatedWorld(5);
        SplittableRandom random = new SplittableRandom(5);
        List<ScoredTask> tasks = new ArrayList<>();
        List<Kind> kinds = List.of(Kind.values());
        for (int i = 0; i < 400; i++) {
            Kind kind = kinds.get(i % kinds.size());
            double wobble = random.nextDouble(-.1, .1);
            tasks.add(new ScoredTask(
                    String.format("task-%04d", i),
                    kind.name(),
                    world.text(kind),
                    Map.of(
                            SMALL,
                            WORTH.getOrDefault(SMALL, 0.0) + wobble,
                            MEDIUM,
                            WORTH.getOrDefault(MEDIUM, 0.0) + wobble,
                            LARGE,
                            WORTH.getOrDefault(LARGE, 0.0) + wobble)));
        }
        return new Measurements("v1", "1", Arrays.asList(measured(SMALL), measured(MEDIUM), measured(LARGE)), tasks);
    }

    private static Measurement measured(VariantId variant) {
        double worth = WORTH.getOrDefault(variant, 0.0);
        return new Measurement(
                variant,
                new PoolId(variant.equals(LARGE) ? "cpu-large" : "cpu-small"),
                Measurement.ALL_TASKS,
                Optional.of(new Measurement.Utility(worth, worth - .05, worth + .05, 400, Map.of())),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                List.of(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                "",
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }

    private static PGSimpleDataSource database(int port) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setServerNames(new String[] {"127.0.0.1"});
        database.setPortNumbers(new int[] {port});
        database.setDatabaseName("postgres");
        database.setUser("router");
        database.setPassword("router");
        return database;
    }

    private static final class Keys implements LearningConfiguration {
        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public double explorationShare() {
            return FLOOR;
        }

        @Override
        public Duration checkEvery() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration anewEvery() {
            return Duration.ofDays(1);
        }

        @Override
        public int ratingsMax() {
            return 10_000;
        }

        @Override
        public int organisationRatingsMax() {
            return 10_000;
        }

        @Override
        public int pageMax() {
            return 100;
        }

        @Override
        public int organisationsMax() {
            return 10;
        }

        @Override
        public int wordsMax() {
            return 5_000;
        }
    }
}
