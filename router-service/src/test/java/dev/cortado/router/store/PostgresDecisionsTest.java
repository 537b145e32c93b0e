package dev.cortado.router.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.configuration.DecisionConfiguration;
import dev.cortado.router.decide.Considered;
import dev.cortado.router.decide.Drawn;
import dev.cortado.router.decide.Grounds;
import dev.cortado.router.decide.InTrial;
import dev.cortado.router.decide.TrialUnit;
import dev.cortado.router.decide.Wishes;
import dev.cortado.router.decide.World;
import dev.cortado.router.decision.Attempt;
import dev.cortado.router.decision.Decision;
import dev.cortado.router.decision.Fate;
import dev.cortado.router.decision.Finish;
import dev.cortado.router.decision.Hedge;
import dev.cortado.router.decision.RefusedBecause;
import dev.cortado.router.decision.TokenUse;
import dev.cortado.router.estimate.SeenPrompt;
import dev.cortado.router.estimate.UtilityEstimate;
import dev.cortado.router.fake.Postgres;
import dev.cortado.router.fake.Rig;
import dev.cortado.router.features.PromptReader;
import dev.cortado.router.features.TokenVectors;
import dev.cortado.router.hold.AttemptKey;
import dev.cortado.router.report.Bought;
import dev.cortado.router.report.Span;
import dev.cortado.router.route.RouteOutcome;
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
import java.util.Optional;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The store on a real PostgreSQL.
class PostgresDecisionsTest {

    private static final Fate SETTLED = new Fate.Settled(
            NanoUsd.of(700), new TokenUse(metered(5), metered(2), metered(0), metered(9)), Finish.LENGTH);

    private static final Vertx vertx = Vertx.vertx();
    private static final Pool pool = pool("router");

    private final PostgresDecisions store =
            new PostgresDecisions(vertx, pool, new Writer(vertx, pool), new Keys(3, 100));

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
        run("truncate router.decision cascade");
    }

    @Test
    void find_decidedAndSettled_readsBackWhatWasWritten() throws InterruptedException {
        Decision decision = decision();
        write(decision);
        store.ended(decision.latest().key(), SETTLED);
        open();

        Decision expected = decision.with(decision.latest().with(SETTLED));
        assertEquals(withoutPath(expected), find(decision.id()).orElseThrow());
    }

    @Test
    void find_exploredAndCorrected_readsBackWithoutWhatWasSeenOfThePrompt() throws InterruptedException {
        Decision plain = decision();
        Grounds grounds = Objects.requireNonNull(plain.grounds());
        SeenPrompt seen = new SeenPrompt("support", new PromptReader(TokenVectors.shipped()).read("Bonjour!"));
        Decision explored = new Decision(
                plain.id(),
                plain.tenant(),
                plain.decidedAt(),
                plain.model(),
                plain.utilityMin(),
                plain.costMax(),
                plain.policy(),
                plain.considered().stream()
                        .map(PostgresDecisionsTest::corrected)
                        .toList(),
                plain.attempts(),
                plain.requestId(),
                plain.metadata(),
                new Grounds(
                        grounds.policy(),
                        grounds.rate(),
                        grounds.shadowPrice(),
                        grounds.exchangeRate(),
                        true,
                        new InTrial(
                                "dearer",
                                InTrial.Arm.SHADOW,
                                new TrialUnit(-5),
                                new InTrial.WouldTake(
                                        new VariantId("large-1"), new PoolId("cpu-large"), .8, NanoUsd.of(9))),
                        new Drawn(true, .01, Set.of("small-1@cpu-small", "medium-1@cpu-small")),
                        true),
                seen);
        write(explored);
        open();

        Decision found = find(explored.id()).orElseThrow();
        assertEquals(explored.grounds(), found.grounds());
        assertEquals(explored.considered(), found.considered());
        assertNull(found.prompt());
        assertEquals(1, count("router.decision where octet_length(seen) > 500"));
    }

    private static Considered corrected(Considered one) {
        return new Considered(
                one.variant(),
                one.pool(),
                one.lane(),
                new UtilityEstimate(.5, .4, .7, UtilityEstimate.Basis.PREDICTED, -.25),
                one.cost(),
                one.rankedCost(),
                one.latency(),
                one.place(),
                one.excludedBecause());
    }

    @Test
    void find_storedBeforeGroundsWere_isReadWithoutThem() throws InterruptedException {
        Decision decision = decision();
        write(decision);
        open();
        run("update router.decision set grounds = null, candidates = (select jsonb_agg(c - 'utilityLow' - 'utilityHigh'"
                + " - 'utilityBasis' - 'rankedCostNanoUsd' - 'latencyNanos' - 'place'"
                + " || '{\"utilityProvisional\": true}') from jsonb_array_elements(candidates) c)");

        Decision found = find(decision.id()).orElseThrow();
        assertNull(found.grounds());
        Considered first = found.considered().getFirst();
        assertEquals(decision.considered().getFirst().cost(), first.rankedCost());
        assertTrue(first.utilityProvisional());
        assertEquals(first.utility(), first.expected().high());
        assertNull(first.latency());
    }

    @Test
    void find_hedged_readsBackBothAttempts() throws InterruptedException {
        Decision decision = decision();
        Attempt first = withoutPath(decision).latest();
        Attempt second = new Attempt(
                new AttemptKey(first.key().reservation(), 2),
                first.variant(),
                first.pool(),
                new NodeId("cpu-small-2"),
                first.incarnation(),
                first.lane(),
                first.hold(),
                first.prices(),
                first.partition(),
                first.publishBy(),
                List.of(),
                SETTLED,
                new Hedge(1, true));
        write(decision);
        store.placed(second);
        store.ended(second.key(), SETTLED);
        open();

        assertEquals(List.of(first, second), find(decision.id()).orElseThrow().attempts());
    }

    @Test
    void find_unknown_isEmpty() throws InterruptedException {
        open();

        assertTrue(find(ReservationId.at(Instant.now())).isEmpty());
    }

    @Test
    void ended_twice_theFirstStands() throws InterruptedException {
        Decision decision = decision();
        write(decision);
        store.ended(decision.latest().key(), new Fate.Refused(RefusedBecause.QUEUE_FULL));
        store.ended(decision.latest().key(), SETTLED);
        open();

        assertEquals(
                new Fate.Refused(RefusedBecause.QUEUE_FULL),
                find(decision.id()).orElseThrow().latest().fate());
    }

    @Test
    void ended_released_readsBack() throws InterruptedException {
        Decision decision = decision();
        write(decision);
        store.ended(decision.latest().key(), new Fate.Released());
        open();

        assertEquals(
                new Fate.Released(), find(decision.id()).orElseThrow().latest().fate());
    }

    @Test
    void ended_costAboveTheHold_isTheHold() throws InterruptedException {
        Decision decision = decision();
        write(decision);
        Fate.Settled dear = (Fate.Settled) SETTLED;
        store.ended(
                decision.latest().key(),
                new Fate.Settled(decision.latest().hold().plus(NanoUsd.of(1)), dear.usage(), dear.finish()));
        open();

        assertEquals(
                Optional.of(decision.latest().hold()),
                find(decision.id()).orElseThrow().cost());
    }

    @Test
    void recovered_decisionThatWasNeverStored_isPiecedTogether() throws InterruptedException {
        Decision decision = decision();
        store.recovered(decision.with(decision.latest().with(SETTLED)));
        open();

        assertEquals(
                Optional.of(NanoUsd.of(700)), find(decision.id()).orElseThrow().cost());
    }

    @Test
    void recovered_decisionThatIsOpenInTheStore_isSettled() throws InterruptedException {
        Decision decision = decision();
        write(decision);
        store.recovered(decision.with(decision.latest().with(SETTLED)));
        store.recovered(decision.with(decision.latest().with(SETTLED)));
        open();

        Decision found = find(decision.id()).orElseThrow();
        assertEquals(Optional.of(NanoUsd.of(700)), found.cost());
        assertEquals(3, found.considered().size());
    }

    @Test
    void decided_afterRecovery_bringsTheWholeStoryButNoSecondFate() throws InterruptedException {
        Decision decision = decision();
        Decision fromEvent = new Decision(
                decision.id(),
                decision.tenant(),
                decision.decidedAt(),
                "medium-1",
                null,
                null,
                "recovered from the usage log",
                List.of(),
                List.of(decision.latest().with(SETTLED)),
                "",
                Map.of());
        store.recovered(fromEvent);
        open();
        write(decision);
        idle();

        Decision found = find(decision.id()).orElseThrow();
        assertEquals("auto", found.model());
        assertEquals(3, found.considered().size());
        assertEquals(Optional.of(NanoUsd.of(700)), found.cost());
    }

    @Test
    void overdue_openAttemptsOfThePartition_areAbandoned() throws InterruptedException {
        Decision decision = decision();
        write(decision);
        Attempt attempt = decision.latest();
        store.overdue(attempt.partition() + 1, attempt.publishBy().plusSeconds(1));
        store.overdue(attempt.partition(), attempt.publishBy());
        open();
        assertTrue(find(decision.id()).orElseThrow().isOpen());

        store.overdue(attempt.partition(), attempt.publishBy().plusSeconds(1));
        idle();
        assertEquals(
                new Fate.Abandoned(), find(decision.id()).orElseThrow().latest().fate());
    }

    @Test
    void oldest_isTheOldestOpenDecisionsTime() throws InterruptedException {
        Decision closed = decision();
        write(closed);
        store.ended(closed.latest().key(), SETTLED);
        Decision openOne = decision();
        write(openOne);
        open();

        PostgresDecisions next = new PostgresDecisions(vertx, pool, new Writer(vertx, pool), new Keys(3, 100));
        next.open();
        assertEquals(
                Optional.of(openOne.decidedAt()),
                next.oldest().toCompletableFuture().join());
    }

    @Test
    void bought_isWhatWasAnswered_ofTheOrganisationAndProject_theNewestFirst() throws InterruptedException {
        Decision first = decision();
        write(first);
        store.ended(first.latest().key(), SETTLED);
        Decision second = decision();
        write(second);
        store.ended(second.latest().key(), SETTLED);
        Decision refused = decision();
        write(refused);
        store.ended(refused.latest().key(), new Fate.Refused(RefusedBecause.QUEUE_FULL));
        write(decision());
        open();
        run("update router.decision set decided_at = decided_at - interval '1 hour',"
                + " metadata = '{\"cortado.purpose\": \"verification\"}' where reservation = '" + first.id() + "'");
        var bought = new PostgresBought(new Reader(vertx, pool));
        Span all = span(first, first.tenant().project());

        List<Bought> found = bought.newest(all, 10).toCompletableFuture().join();
        assertEquals(2, found.size());
        assertTrue(found.getFirst().decidedAt().isAfter(found.getLast().decidedAt()));
        Bought one = found.getFirst();
        assertEquals(second.latest().variant(), one.variant());
        assertEquals(second.latest().pool(), one.pool());
        assertEquals(NanoUsd.of(700), one.charged());
        assertEquals(5, one.promptTokens());
        assertEquals(9, one.completionTokens());
        assertEquals(second.considered(), one.considered());
        assertFalse(one.verification());
        assertTrue(found.getLast().verification());
        assertEquals(1, bought.newest(all, 1).toCompletableFuture().join().size());
        assertTrue(bought.newest(span(first, new ProjectId("another")), 10)
                .toCompletableFuture()
                .join()
                .isEmpty());
    }

    private static Span span(Decision decision, ProjectId project) {
        Instant at = decision.decidedAt();
        return new Span(
                decision.tenant().organisation(), project, at.minus(Duration.ofDays(1)), at.plus(Duration.ofDays(1)));
    }

    @Test
    void deleteOld_pastRetention_deletesInPartsAndKeepsTheRest() throws InterruptedException {
        for (int i = 0; i < 8; i++) {
            write(decision());
        }
        open();
        run("update router.decision set decided_at = now() - interval '31 days'");
        Decision young = decision();
        write(young);
        idle();
        run("update router.decision set decided_at = now() - interval '29 days' where reservation = '" + young.id()
                + "'");

        store.deleteOld().toCompletionStage().toCompletableFuture().join();

        assertEquals(1, count("router.decision"));
        assertEquals(1, count("router.attempt"));
    }

    @Test
    void queue_badWriteAmongGood_dropsOnlyTheBad() throws InterruptedException {
        Decision good = decision();
        Decision bad = decision();
        write(good);
        // PostgreSQL takes no NUL in text.
        store.decided(new Decision(
                bad.id(),
                bad.tenant(),
                bad.decidedAt(),
                "a\0b",
                null,
                null,
                bad.policy(),
                List.of(),
                bad.attempts(),
                "",
                Map.of()));
        Decision later = decision();
        write(later);
        open();

        assertTrue(find(good.id()).isPresent());
        assertTrue(find(later.id()).isPresent());
        assertEquals(1, store.queue().droppedCount());
    }

    @Test
    void queue_databaseAway_keepsUpToTheLimitAndCountsWhatItDrops() {
        PostgresDecisions away = new PostgresDecisions(vertx, pool, new Writer(vertx, pool), new Keys(3, 5));
        for (int i = 0; i < 4; i++) {
            Decision decision = decision();
            away.decided(decision);
            away.placed(decision.latest());
        }

        assertEquals(5, away.queue().size());
        assertEquals(3, away.queue().droppedCount());
    }

    private void write(Decision decision) {
        store.decided(decision);
        store.placed(decision.latest());
    }

    private void open() throws InterruptedException {
        store.open();
        idle();
    }

    private void idle() throws InterruptedException {
        long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!store.queue().isIdle()) {
            assertTrue(System.nanoTime() < until, "waited for 10 s");
            Thread.sleep(Duration.ofMillis(2));
        }
    }

    private Optional<Decision> find(ReservationId id) {
        return store.find(id).toCompletableFuture().join();
    }

    private static void run(String sql) {
        pool.query(sql).execute().toCompletionStage().toCompletableFuture().join();
    }

    private static long count(String table) {
        return pool.query("select count(*) from " + table)
                .execute()
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .iterator()
                .next()
                .getLong(0);
    }

    private static Pool pool(String role) {
        return PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(2))
                .connectingTo(new PgConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(Postgres.port())
                        .setDatabase("postgres")
                        .setUser(role)
                        .setPassword(role))
                .using(vertx)
                .build();
    }

    private static Decision withoutPath(Decision decision) {
        Attempt attempt = decision.latest();
        return decision.with(new Attempt(
                attempt.key(),
                attempt.variant(),
                attempt.pool(),
                attempt.node(),
                attempt.incarnation(),
                attempt.lane(),
                attempt.hold(),
                attempt.prices(),
                attempt.partition(),
                attempt.publishBy(),
                List.of(),
                attempt.fate()));
    }

    /// As a router makes them.
    private static Decision decision() {
        Rig rig = new Rig();
        Wishes wishes = World.ask("auto");
        RouteOutcome.Routed routed = (RouteOutcome.Routed) rig.route(wishes);
        return rig.store
                .find(routed.placement().key().reservation())
                .toCompletableFuture()
                .join()
                .orElseThrow();
    }

    private static TokenUse.Metered metered(long count) {
        return new TokenUse.Metered(count, TokenUse.Counter.ENGINE);
    }

    /// Small limits, so that they are met.
    private record Keys(int batchMax, int queueMax) implements DecisionConfiguration {
        @Override
        public int memoryMax() {
            return 10;
        }

        @Override
        public Duration gatherFor() {
            return Duration.ofMillis(5);
        }

        @Override
        public Duration retryEvery() {
            return Duration.ofMillis(20);
        }

        @Override
        public Duration retention() {
            return Duration.ofDays(30);
        }

        @Override
        public Duration deleteEvery() {
            return Duration.ofDays(1);
        }

        @Override
        public int deleteMax() {
            return 3;
        }
    }
}
