package dev.cortado.router.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.fake.Postgres;
import dev.cortado.router.feedback.Rating;
import dev.cortado.router.feedback.RatingKind;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Ratings on a real PostgreSQL.
class PostgresFeedbackTest {

    @SuppressWarnings("TimeInStaticInitializer") // One for all tests of the class, a little in the past.
    private static final Instant NOW =
            Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);

    private static final int MAX = 3;

    private static final Vertx vertx = Vertx.vertx();
    private static final Pool pool = PgBuilder.pool()
            .using(vertx)
            .connectingTo(new PgConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(Postgres.port())
                    .setDatabase("postgres")
                    .setUser("router")
                    .setPassword("router"))
            .with(new PoolOptions().setMaxSize(4))
            .build();

    private final PostgresFeedback store = new PostgresFeedback(pool);
    private final ReservationId decision = ReservationId.at(NOW);

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

    private Rating rating(String rater, RatingKind kind, double score) {
        return new Rating(
                decision,
                new OrganisationId("acme"),
                new ProjectId("shop"),
                rater,
                kind,
                score,
                new VariantId("small"),
                NOW);
    }

    @Test
    void keep_sameRaterAndKindAgain_isAnsweredWithTheFirst() {
        Rating first = rating("key:k1", RatingKind.SCORE, .8);
        assertEquals(Optional.of(first), join(store.keep(first, null, MAX)));
        assertEquals(Optional.of(first), join(store.keep(rating("key:k1", RatingKind.SCORE, .1), null, MAX)));
        Rating thumbs = rating("key:k1", RatingKind.THUMBS, 0);
        assertEquals(Optional.of(thumbs), join(store.keep(thumbs, null, MAX)));
        Rating other = rating("key:k1/ann", RatingKind.SCORE, .2);
        assertEquals(Optional.of(other), join(store.keep(other, null, MAX)));
    }

    @Test
    void keep_manyAtOnce_allAreAnsweredWithOne() {
        List<CompletionStage<Optional<Rating>>> all = IntStream.range(0, 8)
                .mapToObj(i -> store.keep(rating("key:k1", RatingKind.SCORE, i / 8.), null, MAX))
                .toList();
        assertEquals(1, all.stream().map(PostgresFeedbackTest::join).distinct().count());
    }

    @Test
    void keep_asManyAsOneMayHave_refusesTheNextAndStillAnswersThoseThatStand() {
        for (int i = 0; i < MAX; i++) {
            assertTrue(join(store.keep(rating("rater " + i, RatingKind.SCORE, .5), null, MAX))
                    .isPresent());
        }
        assertTrue(join(store.keep(rating("one more", RatingKind.SCORE, .5), null, MAX))
                .isEmpty());
        assertTrue(join(store.keep(rating("rater 0", RatingKind.SCORE, .9), null, MAX))
                .isPresent());
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
