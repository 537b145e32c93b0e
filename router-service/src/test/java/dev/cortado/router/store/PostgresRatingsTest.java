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
import dev.cortado.router.learn.Told;
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
import java.time.temporal.ChronoUnit;
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

    @SuppressWarnings("TimeInStaticInitializer") // One for all tests of the class, a little in the past.
    private static final Instant NOW =
            Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);

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
            ReservationId decision,
            String organisation,
            String rater,
            RatingKind kind,
            double score,
            @Nullable SeenPrompt seen) {
        Rating rating = new Rating(
                decision,
                new OrganisationId(organisation),
                new ProjectId("shop"),
                rater,
                kind,
                score,
                new VariantId("small"),
                NOW);
        return feedback.keep(rating, seen, 100).toCompletableFuture();
    }

    private CompletableFuture<Optional<Rating>> rate(
            ReservationId decision, String organisation, double score, @Nullable SeenPrompt seen) {
        return rate(decision, organisation, "key:k1", RatingKind.SCORE, score, seen);
    }

    private CompletableFuture<Optional<Rating>> rate(String organisation, double score, @Nullable SeenPrompt seen) {
        return rate(ReservationId.at(NOW), organisation, score, seen);
    }

    private RatingLog.Page after(long place) {
        return ratings.after(new RatingLog.Stretch(0, 0, place), ACME);
    }

    private static Told said(double score) {
        return new Told.Said(score, Told.Before.NOTHING);
    }

    @Test
    void after_aRating_tellsAllThatIsLearntFrom() {
        rate("acme", .8, SEEN).join();

        RatedAnswer rated = after(0).answers().getFirst();
        assertEquals(new OrganisationId("acme"), rated.organisation());
        assertEquals(new VariantId("small"), rated.variant());
        assertEquals(said(.8), rated.told());
        assertEquals("support", rated.prompt().task());
        assertArrayEquals(SEEN.features().words(), rated.prompt().features().words());
    }

    @Test
    void after_pagesInOrder_untilTheLast() {
        IntStream.range(0, 46)
                .forEach(
                        i -> rate(i % 2 == 0 ? "acme" : "other", i / 100., SEEN).join());

        RatingLog.Page first = after(0);
        assertEquals(10, first.answers().size());
        assertEquals(said(.18), first.answers().getLast().told());
        RatingLog.Page third = after(after(first.upTo()).upTo());
        assertTrue(third.isLast());
        assertEquals(
                List.of(said(.4), said(.42), said(.44)),
                third.answers().stream().map(RatedAnswer::told).toList());
        assertEquals(third.upTo(), after(third.upTo()).upTo());
    }

    @Test
    void raters_areTold_theFirstThatRatedFirst() {
        assertEquals(new RatingLog.Raters(List.of(), 0), ratings.raters());
        for (String organisation : List.of("other", "acme", "third", "acme", "other")) {
            rate(organisation, .5, SEEN).join();
        }

        RatingLog.Raters all = ratings.raters();
        assertEquals(List.of("other", "acme", "third"), names(all));
        assertEquals(all, ratings.ratersAfter(0));
        long second = ratings.before(ACME, 1);
        assertEquals(List.of("third", "acme", "other"), names(ratings.ratersAfter(second)));
        assertEquals(all.upTo(), ratings.ratersAfter(second).upTo(), "the place of the last rating");
        assertEquals(new RatingLog.Raters(List.of(), all.upTo()), ratings.ratersAfter(all.upTo()));
    }

    private static List<String> names(RatingLog.Raters raters) {
        return raters.organisations().stream().map(OrganisationId::value).toList();
    }

    @Test
    void before_isTheOrganisationsOwnPlace_whateverOthersRated() {
        for (int i = 0; i < 5; i++) {
            rate("acme", i / 10., SEEN).join();
            rate("other", .5, SEEN).join();
            rate("other", .6, SEEN).join();
        }

        assertEquals(
                List.of(said(.3), said(.4)),
                after(ratings.before(ACME, 2)).answers().stream()
                        .map(RatedAnswer::told)
                        .toList());
        assertEquals(0, ratings.before(ACME, 5));
        assertEquals(5, ratings.count(ACME, 9));
        assertEquals(3, ratings.count(ACME, 3));
        assertEquals(0, ratings.count(new OrganisationId("nobody"), 3));
    }

    @Test
    void after_moreOfOneAnswerByOneRater_tellsWhatWasToldBefore() {
        ReservationId decision = ReservationId.at(NOW);
        rate(decision, "acme", "ann", RatingKind.OPENED, .3, SEEN).join();
        rate(decision, "acme", "bob", RatingKind.REPLIED, 1, SEEN).join();
        rate(decision, "acme", "ann", RatingKind.CLICKED, .7, SEEN).join();
        rate(decision, "acme", "ann", RatingKind.THUMBS, 0, SEEN).join();
        rate(decision, "acme", "ann", RatingKind.REPLIED, 1, SEEN).join();
        rate(decision, "acme", "ann", RatingKind.SCORE, .5, SEEN).join();
        rate("acme", .9, SEEN).join();

        assertEquals(
                List.of(
                        new Told.Engaged(.3, Told.Before.NOTHING),
                        new Told.Engaged(1, Told.Before.NOTHING),
                        new Told.Engaged(.7, new Told.Before(null, .3)),
                        new Told.Said(0, new Told.Before(null, .7)),
                        new Told.Engaged(1, new Told.Before(0.0, .7)),
                        new Told.Said(.5, new Told.Before(0.0, 1.0)),
                        said(.9)),
                after(0).answers().stream().map(RatedAnswer::told).toList());
    }

    @Test
    void after_whatWasToldBeforeTheStretchBegan_isAsIfItWereNot() {
        ReservationId decision = ReservationId.at(NOW);
        rate(decision, "acme", "ann", RatingKind.OPENED, .3, SEEN).join();
        rate(decision, "acme", "ann", RatingKind.CLICKED, .7, SEEN).join();
        rate(decision, "acme", "ann", RatingKind.REPLIED, 1, SEEN).join();
        long begin = ratings.before(ACME, 2);
        long read = ratings.before(ACME, 1);

        assertEquals(
                List.of(new Told.Engaged(.7, Told.Before.NOTHING), new Told.Engaged(1, new Told.Before(null, .7))),
                told(new RatingLog.Stretch(begin, begin, begin)));
        assertEquals(
                List.of(new Told.Engaged(1, new Told.Before(null, .7))),
                told(new RatingLog.Stretch(begin, begin, read)));
    }

    @Test
    void after_asFarAsItIsSettled_onlyWhatStillCountedThere() {
        ReservationId decision = ReservationId.at(NOW);
        rate(decision, "acme", "ann", RatingKind.OPENED, .3, SEEN).join();
        rate(decision, "acme", "bob", RatingKind.OPENED, .3, SEEN).join();
        rate(decision, "acme", "ann", RatingKind.CLICKED, .7, SEEN).join();
        rate(decision, "acme", "bob", RatingKind.SCORE, .6, SEEN).join();
        rate(decision, "acme", "bob", RatingKind.THUMBS, 0, SEEN).join();
        rate(decision, "acme", "bob", RatingKind.REPLIED, 1, SEEN).join();
        long settled = ratings.raters().upTo();
        rate(decision, "acme", "ann", RatingKind.REPLIED, 1, SEEN).join();
        rate(decision, "acme", "ann", RatingKind.THUMBS, 1, SEEN).join();

        assertEquals(
                List.of(
                        new Told.Engaged(.7, Told.Before.NOTHING),
                        said(.6),
                        new Told.Said(0, new Told.Before(.6, null)),
                        new Told.Engaged(1, new Told.Before(null, .7)),
                        new Told.Said(1, new Told.Before(null, 1.0))),
                told(new RatingLog.Stretch(0, settled, 0)));
    }

    private List<Told> told(RatingLog.Stretch stretch) {
        return ratings.after(stretch, ACME).answers().stream()
                .map(RatedAnswer::told)
                .toList();
    }

    @Test
    void after_ratingsOfWhichNothingWasSeen_arePassedOver() {
        rate("acme", .1, null).join();
        rate("acme", .2, SEEN).join();
        rate("acme", .3, null).join();

        RatingLog.Page page = after(0);
        assertEquals(
                List.of(said(.2)),
                page.answers().stream().map(RatedAnswer::told).toList());
        assertEquals(page.upTo(), after(page.upTo()).upTo());
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

        assertEquals("support", after(0).answers().getFirst().prompt().task());
    }

    @Test
    void arrival_manyAtOnce_noneAppearsBehindOneThatWasSeen() throws SQLException {
        List<CompletableFuture<Optional<Rating>>> all = IntStream.range(0, 200)
                .mapToObj(i -> rate("acme", i / 200., SEEN))
                .toList();
        long seen = 0;
        int count = 0;
        while (count < all.size()) {
            RatingLog.Page page = after(seen);
            seen = page.upTo();
            count += page.answers().size();
            if (page.answers().isEmpty() && all.stream().allMatch(CompletableFuture::isDone)) {
                count += after(seen).answers().size();
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
