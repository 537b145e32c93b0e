package dev.cortado.accounting.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.configuration.AccountingConfiguration;
import dev.cortado.accounting.lease.LeaseAnswer;
import dev.cortado.accounting.lease.LeaseGrant;
import dev.cortado.accounting.lease.LeaseOrder;
import dev.cortado.accounting.lease.LeaseWant;
import dev.cortado.accounting.lease.Recalled;
import dev.cortado.accounting.path.PathAnswer;
import dev.cortado.accounting.path.PathCounter;
import dev.cortado.accounting.path.TenantPath;
import dev.cortado.contracts.unit.KeyId;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.SessionId;
import dev.cortado.contracts.unit.TeamId;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which counters a path has at which instant: the stores and SQL functions that serve, under a clock that is set.
class PathStoreTest {

    private static final AccountingConfiguration CONFIGURATION = new SmallRyeConfigBuilder()
            .withMapping(AccountingConfiguration.class)
            .build()
            .getConfigMapping(AccountingConfiguration.class);

    private static final class CountingDatabase extends Database {

        private final AtomicLong queries = new AtomicLong();

        CountingDatabase(Pool pool) {
            super(pool);
        }

        @Override
        Uni<List<Row>> rows(String sql, Tuple parameters) {
            queries.incrementAndGet();
            return super.rows(sql, parameters);
        }
    }

    private TestDatabase at;
    private CountingDatabase database;
    private TestBooks books;
    private PathStore paths;

    @BeforeEach
    void open() {
        at = TestDatabase.createWithClock(Instant.parse("2026-09-26T10:00:00Z"));
        books = new TestBooks(at);
        at.execute("""
                create function change_for_test(p_limit bigint, p_kind text, p_zone text) returns void
                language plpgsql as $$
                declare
                    boundary timestamptz := limit_boundary(p_limit);
                    t tenant_limit;
                begin
                    select * into t from tenant_limit where id = p_limit;
                    update tenant_limit set
                        window_kind = case when t.next_at <= clock_timestamp() then t.next_window_kind
                            else t.window_kind end,
                        zone = case when t.next_at <= clock_timestamp() then t.next_zone else t.zone end,
                        next_at = boundary, next_window_kind = p_kind, next_zone = p_zone
                    where id = p_limit;
                end $$""");
        database = new CountingDatabase(at.database().pool());
        paths = new PathStore(database, CONFIGURATION);
    }

    @AfterEach
    void booksAgree() {
        assertEquals(List.of(), books.differences());
        at.close();
    }

    @Test
    void dailyBudgetsInAucklandAndLosAngeles_renewAtTheirOwnMidnightsAcrossTheClockChange() {
        limit("team", "nano-usd", "day", "Pacific/Auckland", 1_000);
        limit("project", "nano-usd", "day", "America/Los_Angeles", 1_000);
        // Auckland springs forward on Sunday 2026-09-27 at 02:00: that day has 23 hours.
        assertRenewsAt("team", "2026-09-26T12:00:00Z");
        assertRenewsAt("team", "2026-09-27T11:00:00Z");
        assertRenewsAt("team", "2026-09-28T11:00:00Z");
        // Los Angeles keeps its summer time until 2026-11-01 and renews at 07:00 UTC, then at 08:00.
        assertRenewsAt("project", "2026-09-29T07:00:00Z");
        at.setClock(Instant.parse("2026-11-01T00:30:00Z"));
        assertRenewsAt("project", "2026-11-01T07:00:00Z");
        assertRenewsAt("project", "2026-11-02T08:00:00Z");
        // And back again in Auckland on 2027-04-04: that day has 25 hours.
        at.setClock(Instant.parse("2027-04-03T08:00:00Z"));
        assertRenewsAt("team", "2027-04-03T11:00:00Z");
        assertRenewsAt("team", "2027-04-04T12:00:00Z");
        assertRenewsAt("team", "2027-04-05T12:00:00Z");
    }

    @Test
    void budgetPastItsBoundary_isOneNewCounterForEveryRouter() {
        limit("project", "nano-usd", "day", "UTC", 1_000);
        at.setClock(Instant.parse("2026-09-26T23:59:59Z"));
        SessionId first = books.session("first");
        SessionId second = books.session("second");
        assertEquals(1_000, granted(first, only(path()), 1_000).grantedTotal());
        at.setClock(Instant.parse("2026-09-27T00:00:00Z"));
        List<Uni<PathAnswer>> asked = IntStream.range(0, 8)
                .mapToObj(i -> paths.path(TestBooks.TENANT))
                .toList();
        List<PathCounter> counters =
                Uni.join().all(asked).usingConcurrencyOf(8).andFailFast().await().indefinitely().stream()
                        .map(answer -> only((PathAnswer.Known) answer))
                        .distinct()
                        .toList();
        assertEquals(1, counters.size());
        assertEquals(700, granted(first, counters.getFirst(), 700).grantedTotal());
        assertEquals(300, granted(second, counters.getFirst(), 1_000).grantedTotal());
    }

    @Test
    void monthlyBudgetInAZone_renewsOnItsFirstDay() {
        limit("project", "nano-usd", "month", "Pacific/Auckland", 1_000);
        assertRenewsAt("project", "2026-09-30T11:00:00Z");
        at.setClock(Instant.parse("2026-12-31T10:30:00Z"));
        assertRenewsAt("project", "2026-12-31T11:00:00Z");
    }

    @Test
    void weeklyBudget_renewsOnMonday() {
        limit("project", "requests", "week", "UTC", 10);
        assertRenewsAt("project", "2026-09-28T00:00:00Z");
    }

    @Test
    void totalBudget_neverRenews() {
        limit("project", "nano-usd", "total", "UTC", 1_000);
        long counter = only(path()).counter().value();
        at.setClock(Instant.parse("2046-01-01T00:00:00Z"));
        assertEquals(counter, only(path()).counter().value());
    }

    @Test
    void nextWindow_isShownAheadAndMayBeLeasedBeforeItStarts() {
        limit("project", "nano-usd", "day", "UTC", 1_000);
        assertEquals(List.of(), path().next());
        at.setClock(Instant.parse("2026-09-26T23:50:00Z"));
        PathAnswer.Known near = path();
        PathCounter next = near.next().getFirst();
        assertEquals(only(near).window().end(), next.window().start());
        SessionId session = books.session("ahead");
        assertEquals(400, granted(session, next, 400).committed());
        assertEquals(1_000, granted(session, only(near), 1_000).committed());
        at.setClock(next.window().start());
        PathAnswer.Known after = path();
        assertEquals(next.counter(), only(after).counter());
        assertEquals(400, only(after).committed());
        assertEquals(List.of(), after.next());
    }

    @Test
    void pathWhoseCountersAreThere_takesOneQuery() {
        limit("org", "nano-usd", "month", "UTC", 1_000);
        limit("team", "tokens", "minute", "UTC", 1_000);
        path();
        long before = database.queries.get();
        path();
        assertEquals(1, database.queries.get() - before);
    }

    @Test
    void severalLimitsOfOneUnitAndWindow_allCount() {
        limit("project", "nano-usd", "day", "UTC", 1_000);
        limit("project", "nano-usd", "day", "UTC", 600);
        limit("project", "nano-usd", "day", "Asia/Kolkata", 800);
        assertEquals(3, path().counters().size());
    }

    @Test
    void newLimitOnANode_appliesToEveryKeyBelowAndIsNews() {
        at.execute("insert into api_key (id, public_id, secret_sha256, organisation, project, name) "
                + "select 'key-' || k, repeat(k, 16), decode(repeat('00', 32), 'hex'), 'org', 'project', k "
                + "from unnest(array['a', 'b']) k");
        long before = path("key-a").version();
        limit("project", "requests", "day", "UTC", 5);
        for (String key : List.of("key-a", "key-b")) {
            assertEquals("project", only(path(key)).node());
            assertTrue(path(key).version() > before);
        }
        limit("key-a", "requests", "day", "UTC", 2);
        assertEquals(2, path("key-a").counters().size());
        assertEquals(1, path("key-b").counters().size());
    }

    @Test
    void suspendedNode_isNamedOnEveryPathThroughItAndOnNoOther() {
        at.execute("insert into api_key (id, public_id, secret_sha256, organisation, project, name) "
                + "select 'key-' || k, repeat(k, 16), decode(repeat('00', 32), 'hex'), 'org', 'project', k "
                + "from unnest(array['a', 'b']) k");
        assertEquals("", path("key-a").suspended());
        for (String outwards : List.of(
                "api_key/key key-a/key-a",
                "project/project project/project",
                "team/team team/team",
                "organisation/organisation org/org")) {
            String[] parts = outwards.split("/", -1);
            at.execute("update " + parts[0] + " set state = 'suspended' where id = '" + parts[2] + "'");
            assertEquals(parts[1], path("key-a").suspended());
            assertEquals(
                    parts[0].equals("api_key") ? "" : parts[1], path("key-b").suspended());
        }
        at.execute("update api_key set state = 'revoked', revoked_at = clock_timestamp() where id = 'key-a'");
        TenantPath revoked = new TenantPath(
                new OrganisationId("org"),
                new TeamId("team"),
                new ProjectId("project"),
                Optional.of(new KeyId("key-a")),
                "");
        assertInstanceOf(PathAnswer.Unknown.class, paths.path(revoked).await().indefinitely());
    }

    @Test
    void removedLimit_isOnNoPath() {
        limit("project", "requests", "day", "UTC", 5);
        long before = path().version();
        at.execute("update tenant_limit set removed_at = clock_timestamp()");
        assertEquals(List.of(), path().counters());
        assertTrue(path().version() > before);
    }

    @Test
    void firstBurstOfANewTenant_neverPassesTheCap() {
        limit("org", "requests", "minute", "UTC", 40);
        limit("project", "requests", "month", "UTC", 30);
        List<Uni<PathAnswer>> asked = IntStream.range(0, 24)
                .mapToObj(i -> paths.path(TestBooks.TENANT))
                .toList();
        List<PathAnswer> answers = Uni.join()
                .all(asked)
                .usingConcurrencyOf(8)
                .andFailFast()
                .await()
                .indefinitely();
        assertEquals(
                1,
                answers.stream()
                        .map(each -> ((PathAnswer.Known) each).counters())
                        .distinct()
                        .count());
        List<PathCounter> counters = ((PathAnswer.Known) answers.getFirst()).counters();
        List<Uni<LeaseAnswer>> orders = new ArrayList<>();
        for (int router = 0; router < 8; router++) {
            SessionId session = books.session("burst-" + router);
            for (int number = 1; number <= 10; number++) {
                long want = number;
                orders.add(books.leases.order(
                        new LeaseOrder(
                                session,
                                number,
                                "burst-" + number,
                                counters.stream()
                                        .map(each -> new LeaseWant(each.counter(), 0, want))
                                        .toList()),
                        Recalled.ENOUGH));
            }
        }
        Uni.join()
                .all(orders)
                .usingConcurrencyOf(8)
                .andCollectFailures()
                .await()
                .indefinitely();
        assertEquals(List.of("40", "30"), at.rows("select committed::text from counter order by tenant_limit"));
    }

    @Test
    void refusal_comesOnlyWhenTheCapIsReached() {
        limit("project", "nano-usd", "month", "UTC", 1_000);
        PathCounter counter = only(path());
        SessionId first = books.session("first");
        SessionId second = books.session("second");
        assertEquals(700, granted(first, counter, 700).grantedTotal());
        assertEquals(300, granted(second, counter, 900).grantedTotal());
        assertEquals(100, granted(first, counter, 100).grantedTotal());
        assertEquals(900, granted(second, counter, 900).grantedTotal());
        assertEquals(900, granted(second, counter, 901).grantedTotal());
        assertEquals(1_000, only(path()).committed());
    }

    @Test
    void changedWindow_startsAtTheBoundaryWithoutAGap() {
        limit("project", "nano-usd", "day", "UTC", 1_000);
        path();
        at.execute("update tenant_limit set next_at = '2026-09-27T00:00:00Z', next_window_kind = 'month', "
                + "next_zone = 'UTC'");
        at.setClock(Instant.parse("2026-09-26T23:59:00Z"));
        PathCounter next = path().next().getFirst();
        assertEquals(Instant.parse("2026-09-27T00:00:00Z"), next.window().start());
        assertEquals(Instant.parse("2026-10-01T00:00:00Z"), next.window().end());
        at.setClock(Instant.parse("2026-09-30T10:00:00Z"));
        assertEquals(next.counter(), only(path()).counter());
    }

    @Test
    void renewalChangedWhileCountersAreMade_windowsNeverOverlapNorLeaveAGap() {
        limit("project", "requests", "hour", "UTC", 10);
        Random random = new Random(5);
        List<String> kinds = List.of("hour", "day", "week");
        List<String> zones = List.of("UTC", "Asia/Kolkata", "Pacific/Auckland");
        for (int round = 0; round < 40; round++) {
            PathCounter present = only(path());
            at.setClock(present.window().end().minusSeconds(random.nextInt(1, 900)));
            String change = changeAsTheStoreDoes(
                    kinds.get(random.nextInt(kinds.size())), zones.get(random.nextInt(zones.size())));
            List<Uni<Void>> together = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                together.add(paths.path(TestBooks.TENANT).replaceWithVoid());
            }
            together.add(
                    random.nextInt(together.size()),
                    database.rows(change, Tuple.tuple()).replaceWithVoid());
            Uni.join().all(together).usingConcurrencyOf(6).andFailFast().await().indefinitely();
            only(path());
            at.setClock(present.window().end());
            assertEquals(present.window().end(), only(path()).window().start());
        }
        assertEquals(
                List.of("0"),
                at.rows("select count(*) from counter a join counter b on b.tenant_limit = a.tenant_limit "
                        + "and b.id <> a.id and a.start_at < b.end_at and b.start_at < a.end_at"));
    }

    /// Locks the limit, and then looks for the boundary.
    private static String changeAsTheStoreDoes(String kind, String zone) {
        return """
                with locked as materialized (select id from tenant_limit for update)
                select change_for_test(id, '%s', '%s') from locked""".formatted(kind, zone);
    }

    /// Renews at this instant and not a microsecond before: the whole cap is free again, and nothing more of the old.
    private void assertRenewsAt(String node, String instant) {
        Instant boundary = Instant.parse(instant);
        at.setClock(boundary.minus(Duration.ofNanos(1_000)));
        PathCounter before = of(node, path());
        assertEquals(boundary, before.window().end(), "the window before");
        SessionId session = books.session("router-" + instant + node);
        long rest = before.capInForce() - before.committed();
        assertEquals(rest, granted(session, before, rest + 1).grantedTotal());
        at.setClock(boundary);
        PathCounter after = of(node, path());
        assertEquals(boundary, after.window().start(), "the window after");
        assertEquals(0, after.committed());
        assertEquals(6, granted(session, after, 6).grantedTotal());
        assertEquals(rest, granted(session, before, rest + 1).grantedTotal(), "nothing more of a window that is over");
    }

    private void limit(String node, String unit, String window, String zone, long cap) {
        at.execute("insert into tenant_limit (node, unit, window_kind, zone, hard, cap_target) values ('" + node
                + "', '" + unit + "', '" + window + "', '" + zone + "', true, " + cap + ")");
    }

    private PathAnswer.Known path() {
        return assertInstanceOf(
                PathAnswer.Known.class, paths.path(TestBooks.TENANT).await().indefinitely());
    }

    private PathAnswer.Known path(String key) {
        TenantPath path = new TenantPath(
                new OrganisationId("org"),
                new TeamId("team"),
                new ProjectId("project"),
                Optional.of(new KeyId(key)),
                "");
        return assertInstanceOf(PathAnswer.Known.class, paths.path(path).await().indefinitely());
    }

    private static PathCounter only(PathAnswer.Known path) {
        assertEquals(1, path.counters().size());
        return path.counters().getFirst();
    }

    private static PathCounter of(String node, PathAnswer.Known path) {
        return path.counters().stream()
                .filter(each -> each.node().equals(node))
                .findFirst()
                .orElseThrow();
    }

    private LeaseGrant granted(SessionId session, PathCounter counter, long want) {
        return assertInstanceOf(
                        LeaseAnswer.Granted.class, books.order(session, new LeaseWant(counter.counter(), 0, want)))
                .grants()
                .getFirst();
    }
}
