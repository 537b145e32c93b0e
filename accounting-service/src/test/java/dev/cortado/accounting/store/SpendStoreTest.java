package dev.cortado.accounting.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.report.Grouping;
import dev.cortado.accounting.report.Span;
import dev.cortado.accounting.report.SpendLine;
import dev.cortado.accounting.report.SpendPage;
import dev.cortado.accounting.report.SpendQuery;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Reports of one tenant beside another with a few hundred thousand rows: what they read, hold and leave behind.
class SpendStoreTest {

    private static final int ROWS = 20_000;
    private static final int OTHERS = 300_000;
    private static final Span MONTH =
            new Span(TestSpend.NOW.minus(Duration.ofDays(32)), TestSpend.NOW.plusSeconds(1), ZoneOffset.UTC);
    private static final SpendQuery ORGANISATION = new SpendQuery(
            Optional.of(new SpendQuery.Node("org-a", Grouping.Level.ORGANISATION, "org-a")),
            MONTH,
            List.of(),
            Map.of());
    /// A line for each of its rows.
    private static final SpendQuery WIDE = new SpendQuery(
            ORGANISATION.node(), MONTH, List.of(new Grouping.Tag("request"), Grouping.Level.KEY), Map.of());

    private static TestDatabase at;
    private static TestSpend spend;

    @BeforeAll
    static void fill() {
        at = TestDatabase.create();
        spend = new TestSpend(at, Map.of("concurrent-max", "2", "stream-rows", "100"))
                .many(ROWS, "org-a")
                .many(OTHERS, "org-b");
        at.execute("analyze usage");
    }

    @AfterAll
    static void close() {
        at.close();
    }

    @Test
    void reportOfOneTenant_readsNoOtherTenantsRows() {
        SpendSql sql = SpendSql.of(ORGANISATION, Optional.empty(), Optional.of(10));
        List<String> plan = at.rows("explain (analyze, costs off, timing off) " + literal(sql));
        long wasted = plan.stream()
                .filter(line -> line.contains("Rows Removed by Filter"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
        assertTrue(wasted < ROWS / 10, String.join("\n", plan));
        assertTrue(plan.stream().anyMatch(line -> line.contains("_organisation_day_idx")), String.join("\n", plan));
    }

    @Test
    void reportOfOneDay_readsThatDaysPartitionsOnly() {
        Span day = new Span(
                TestSpend.NOW.minus(Duration.ofDays(3)), TestSpend.NOW.minus(Duration.ofDays(2)), ZoneOffset.UTC);
        SpendSql sql = SpendSql.of(
                new SpendQuery(ORGANISATION.node(), day, List.of(), Map.of()), Optional.empty(), Optional.empty());
        // A partition that the plan names, but that was never looked into, shows no time.
        List<String> read = at.rows("explain (analyze, costs off) " + literal(sql)).stream()
                .filter(line -> line.contains(" on usage_") && !line.contains("never executed"))
                .toList();
        assertEquals(2, read.size(), String.join("\n", read));
    }

    /// FIELD: "an unpaginated report takes the server's memory".
    @Test
    void unpaginatedReport_takesNoMoreMemoryThanItsReaderAsksFor() {
        AssertSubscriber<SpendLine> reader =
                spend.store.all(WIDE).subscribe().withSubscriber(AssertSubscriber.create(0));
        reader.request(250).awaitItems(250, Duration.ofSeconds(30));
        // The database holds the rest: whoever asks for no more is sent no more.
        assertEquals(250, reader.getItems().size());
        reader.cancel();
        awaitNothingOpen();
    }

    @Test
    void page_isNeverLargerThanAsked_andTheWholeIsTheSumOfItsRows() {
        SpendPage page = spend.store.page(WIDE, Optional.empty(), 7).await().indefinitely();
        assertEquals(7, page.lines().size());
        assertTrue(page.next().isPresent());
        SpendPage whole =
                spend.store.page(ORGANISATION, Optional.empty(), 10).await().indefinitely();
        assertEquals(ROWS, whole.lines().getFirst().figures().requests());
        assertEquals(7L * ROWS, whole.lines().getFirst().figures().charge().nanos());
        assertTrue(whole.next().isEmpty());
    }

    @Test
    void readersBeyondTheLimit_areTurnedAwayAndThoseWhoLeaveGiveTheirPlace() {
        AssertSubscriber<SpendLine> one = spend.store.all(WIDE).subscribe().withSubscriber(AssertSubscriber.create(1));
        AssertSubscriber<SpendLine> two = spend.store.all(WIDE).subscribe().withSubscriber(AssertSubscriber.create(1));
        assertThrows(
                ReportReads.BusyException.class,
                () -> spend.store
                        .page(ORGANISATION, Optional.empty(), 1)
                        .await()
                        .indefinitely());
        one.awaitItems(1, Duration.ofSeconds(30)).cancel();
        two.awaitItems(1, Duration.ofSeconds(30)).cancel();
        awaitNothingOpen();
        spend.store.page(ORGANISATION, Optional.empty(), 1).await().indefinitely();
    }

    @Test
    void checksOfTheBooks_areOneAtATimeAndTakeNoReportsPlace() {
        TestSpend narrow = new TestSpend(at, Map.of("concurrent-max", "1"), false);
        TestSpend another = new TestSpend(at, Map.of(), false);
        for (TestSpend asker : List.of(narrow, another)) {
            Uni<Integer> check = narrow.reads.verify(outer -> narrow.store
                    .page(ORGANISATION, Optional.empty(), 1)
                    .chain(() -> verify(asker, "select 1"))
                    .onFailure(ReportReads.BusyException.class)
                    .recoverWithItem(-1));
            assertEquals(-1, check.await().indefinitely());
            assertEquals(1, verify(asker, "select 1").await().indefinitely());
        }
    }

    @Test
    void checkOfTheBooksWhoseReaderLeaves_givesItsPlaceAtOnce() throws InterruptedException {
        Cancellable reader = verify(spend, "select pg_sleep(60)").subscribe().with(_ -> {}, _ -> {});
        Thread.sleep(500);
        reader.cancel();
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            try {
                assertEquals(1, verify(spend, "select 1").await().indefinitely());
                return;
            } catch (ReportReads.BusyException e) {
                assertTrue(System.nanoTime() < end, "the place is not given back");
                Thread.sleep(50);
            }
        }
    }

    private static Uni<Integer> verify(TestSpend asker, String statement) {
        return asker.reads.verify(
                connection -> connection.query(statement).execute().map(rows -> rows.size()));
    }

    @Test
    void checkOfTheBooksThatTakesTooLong_isEndedByTheDatabase() {
        TestSpend hasty = new TestSpend(at, Map.of("verify-time-max", "PT0.005S"), false);
        RuntimeException failure = assertThrows(
                RuntimeException.class,
                () -> verify(hasty, "select pg_sleep(5)").await().indefinitely());
        assertEquals(Optional.of("57014"), Database.sqlState(failure));
    }

    @Test
    void readersWhoLeaveAtAnyMoment_leakNoConnection() throws InterruptedException {
        Random random = new Random(5);
        for (int i = 0; i < 40; i++) {
            AssertSubscriber<SpendLine> reader =
                    spend.store.all(WIDE).subscribe().withSubscriber(AssertSubscriber.create(random.nextInt(3)));
            Thread.sleep(random.nextInt(12));
            reader.cancel();
            awaitNothingOpen();
        }
        assertEquals(
                ROWS, pageOnceThereIsRoom(spend).lines().getFirst().figures().requests());
    }

    @Test
    void reportThatIsReadTooSlowly_isEndedAndGivesItsPlace() throws InterruptedException {
        TestSpend brief =
                new TestSpend(at, Map.of("concurrent-max", "1", "stream-rows", "100", "time-max", "PT3S"), false);
        AssertSubscriber<SpendLine> reader =
                brief.store.all(WIDE).subscribe().withSubscriber(AssertSubscriber.create(1));
        Thread.sleep(3_500);
        reader.request(Long.MAX_VALUE).awaitFailure(Duration.ofSeconds(30));
        assertEquals(
                ROWS, pageOnceThereIsRoom(brief).lines().getFirst().figures().requests());
    }

    /// Whoever left while his connection was still being fetched gives his place back once it is there.
    private static SpendPage pageOnceThereIsRoom(TestSpend spend) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            try {
                return spend.store
                        .page(ORGANISATION, Optional.empty(), 1)
                        .await()
                        .indefinitely();
            } catch (ReportReads.BusyException e) {
                assertTrue(System.nanoTime() < end, "a place is never given back");
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void reportThatTakesTooLong_isEndedByTheDatabase() {
        TestSpend hasty = new TestSpend(at, Map.of("statement-time-max", "PT0.005S"), false);
        RuntimeException failure = assertThrows(
                RuntimeException.class,
                () -> hasty.store.page(WIDE, Optional.empty(), 5).await().indefinitely());
        assertEquals(Optional.of("57014"), Database.sqlState(failure));
    }

    /// No transaction of a report is left open.
    private static void awaitNothingOpen() {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (at.number("select count(*) from pg_stat_activity where datname = current_database() "
                        + "and pid <> pg_backend_pid() and state <> 'idle'")
                > 0) {
            assertTrue(System.nanoTime() < end, "a transaction stays open");
            Thread.onSpinWait();
        }
    }

    /// The statement with its parameters written in, as EXPLAIN wants it.
    private static String literal(SpendSql sql) {
        String text = sql.text();
        for (int i = sql.parameters().size(); i >= 1; i--) {
            Object value = sql.parameters().getValue(i - 1);
            text = text.replace("$" + i, value instanceof Long ? value.toString() : "'" + value + "'");
        }
        return text;
    }
}
