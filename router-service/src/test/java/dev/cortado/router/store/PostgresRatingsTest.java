package dev.cortado.router.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.estimate.SeenPrompt;
import dev.cortado.router.fake.Postgres;
import dev.cortado.router.features.PromptReader;
import dev.cortado.router.features.TokenVectors;
import dev.cortado.router.feedback.Rating;
import dev.cortado.router.feedback.RatingKind;
import dev.cortado.router.learn.RatedAnswer;
import dev.cortado.router.learn.RatingLog;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/// Ratings in the order in which they came, on a real PostgreSQL.
class PostgresRatingsTest {

    private static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");
    private static final SeenPrompt SEEN =
            new SeenPrompt("support", new PromptReader(TokenVectors.shipped()).read("Where is my parcel?"));

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
    private static final OrganisationId ACME = new OrganisationId("acme");
    private static final PGSimpleDataSource DATABASE = database(Postgres.port());

    private final PostgresFeedback feedback = new PostgresFeedback(pool);
    private final PostgresRatings ratings = new PostgresRatings(DATABASE, 10);

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
            statement.execute("truncate router.feedback; truncate router.decision cascade");
        }
    }

    private CompletableFuture<Optional<Rating>> rate(
            ReservationId decision, String organisation, double score, @Nullable SeenPrompt seen) {
        Rating rating = new Rating(
                decision,
                new OrganisationId(organisation),
                new ProjectId("shop"),
                "key:k1",
                RatingKind.SCORE,
                score,
                new VariantId("small"),
                NOW);
        return feedback.keep(rating, seen, 100).toCompletableFuture();
    }

    private CompletableFuture<Optional<Rating>> rate(String organisation, double score, @Nullable SeenPrompt seen) {
        return rate(ReservationId.at(NOW), organisation, score, seen);
    }

    @Test
    void after_aRating_tellsAllThatIsLearntFrom() {
        rate("acme", .8, SEEN).join();

        RatedAnswer rated = ratings.after(0, ACME).answers().getFirst();
        assertEquals(new OrganisationId("acme"), rated.organisation());
        assertEquals(new VariantId("small"), rated.variant());
        assertEquals(.8, rated.score());
        assertEquals("support", rated.prompt().task());
        assertArrayEquals(SEEN.features().words(), rated.prompt().features().words());
    }

    @Test
    void after_pagesInOrder_untilTheLast() {
        IntStream.range(0, 46)
                .forEach(
                        i -> rate(i % 2 == 0 ? "acme" : "other", i / 100., SEEN).join());

        RatingLog.Page first = ratings.after(0, ACME);
        assertEquals(10, first.answers().size());
        assertEquals(.18, first.answers().getLast().score());
        RatingLog.Page third = ratings.after(ratings.after(first.upTo(), ACME).upTo(), ACME);
        assertTrue(third.isLast());
        assertEquals(
                List.of(.4, .42, .44),
                third.answers().stream().map(RatedAnswer::score).toList());
        assertEquals(third.upTo(), ratings.after(third.upTo(), ACME).upTo());
    }

    @Test
    void raters_areTold_theLastThatRatedLast() {
        for (String organisation : List.of("acme", "other", "third", "acme")) {
            rate(organisation, .5, SEEN).join();
        }

        RatingLog.Raters all = ratings.ratersAfter(0);
        assertEquals(
                List.of("other", "third", "acme"),
                all.organisations().stream().map(OrganisationId::value).toList());
        assertEquals(4, all.ratings());
        assertEquals(all.upTo(), ratings.after(0, ACME).upTo(), "the place of the last rating");
        assertEquals(new RatingLog.Raters(List.of(), 0, all.upTo()), ratings.ratersAfter(all.upTo()));
        assertEquals(
                List.of(new OrganisationId("third"), ACME),
                ratings.ratersAfter(ratings.before(2)).organisations());
        assertEquals(0, ratings.before(100));
    }

    @Test
    void after_ratingsOfWhichNothingWasSeen_arePassedOver() {
        rate("acme", .1, null).join();
        rate("acme", .2, SEEN).join();
        rate("acme", .3, null).join();

        RatingLog.Page page = ratings.after(0, ACME);
        assertEquals(
                List.of(.2), page.answers().stream().map(RatedAnswer::score).toList());
        assertEquals(page.upTo(), ratings.after(page.upTo(), ACME).upTo());
    }

    @Test
    void keep_decisionIsNotInMemory_takesWhatWasStoredWithIt() throws SQLException {
        ReservationId decision = ReservationId.at(NOW);
        try (Connection connection = DATABASE.getConnection();
                PreparedStatement insert = connection.prepareStatement("""
                        insert into router.decision (reservation, organisation, team, project, decided_at, model, policy,
                            candidates, request_id, metadata, seen)
                        values (?, 'acme', 'team', 'shop', now(), 'auto', 'knee', '[]', '', '{}', ?)""")) {
            insert.setObject(1, decision.value());
            insert.setBytes(2, SEEN.toBytes());
            insert.executeUpdate();
        }
        rate(decision, "acme", .4, null).join();

        assertEquals(
                "support", ratings.after(0, ACME).answers().getFirst().prompt().task());
    }

    @Test
    void arrival_manyAtOnce_noneAppearsBehindOneThatWasSeen() throws SQLException {
        List<CompletableFuture<Optional<Rating>>> all = IntStream.range(0, 200)
                .mapToObj(i -> rate("acme", i / 200., SEEN))
                .toList();
        long seen = 0;
        int count = 0;
        while (count < all.size()) {
            RatingLog.Page page = ratings.after(seen, ACME);
            seen = page.upTo();
            count += page.answers().size();
            if (page.answers().isEmpty() && all.stream().allMatch(CompletableFuture::isDone)) {
                count += ratings.after(seen, ACME).answers().size();
                break;
            }
        }
        assertEquals(all.size(), count);
        assertEquals(200, rows());
    }

    private static long rows() throws SQLException {
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(distinct arrival) from router.feedback")) {
            row.next();
            return row.getLong(1);
        }
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
}
