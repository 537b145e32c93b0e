package dev.cortado.accounting.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.lease.LeaseAnswer;
import dev.cortado.accounting.lease.LeaseGrant;
import dev.cortado.accounting.lease.LeaseWant;
import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.posting.Hold;
import dev.cortado.accounting.posting.PostingOutcome;
import dev.cortado.accounting.store.TestBooks.Usages;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Routers hold, settle, shrink, die and come back in any order, events come late, twice, too dear or forged:
/// the tenant is charged what the sound events say, never above the cap, and the books agree all the while.
class BooksPropertyTest {

    private static final long CAP = 2_000;
    private static final int STEPS = 220;

    /// What a router knows of its session.
    private static final class Router {
        final String name;
        SessionId session;
        long floor;
        long granted;
        final List<Hold> open = new ArrayList<>();

        Router(String name, SessionId session) {
            this.name = name;
            this.session = session;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13})
    void anyInterleaving_holdsEveryInvariant(long seed) {
        Random random = new Random(seed);
        TestBooks books = new TestBooks(TestDatabase.create(2));
        CounterId counter = books.counter("nano-usd", true, CAP);
        List<Router> routers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            routers.add(new Router("router-" + i, books.session("router-" + i)));
        }
        List<Usages> posted = new ArrayList<>();
        long expected = 0;
        for (int step = 0; step < STEPS; step++) {
            Router router = routers.get(random.nextInt(routers.size()));
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> grow(books, counter, router, 1 + random.nextInt(150));
                case 3 -> shrink(books, counter, router);
                case 4, 5, 6 -> expected += use(books, router, random, posted);
                case 7 -> replay(books, random, posted);
                case 8 -> forge(books, random, posted);
                case 9, 10 -> expected -= correct(books, random, posted);
                default -> {
                    if (random.nextInt(4) == 0) {
                        restart(books, router);
                    }
                }
            }
            if (step % 20 == 0) {
                assertEquals(List.of(), books.differences(), "seed " + seed + " step " + step);
            }
            assertEquals(
                    expected, books.at.number("select spent from counter_spent"), "seed " + seed + " step " + step);
            assertTrue(expected <= CAP);
        }
        routers.forEach(router -> restart(books, router));
        books.at.execute("select expire_quarantine(interval '-1 second')");
        books.close();
        assertEquals(List.of(), books.differences());
        assertEquals(
                expected + " " + expected,
                books.at.text("select committed || ' ' || closed_spent from counter"),
                "nothing is stranded once every session is closed");
        assertEquals(
                expected,
                books.at.number("select (select coalesce(sum(charge), 0) from usage) "
                        + "- (select coalesce(sum(counter_amount), 0) from correction)"));
        assertEquals(
                books.balance("tenant", "project"),
                books.at.number("select (select coalesce(sum(charge), 0) from usage) - (select coalesce(sum(case kind "
                        + "when 'refund' then amount else -amount end), 0) from correction)"));
        books.at.close();
    }

    private static void grow(TestBooks books, CounterId counter, Router router, long amount) {
        long floor = router.floor;
        LeaseGrant grant = order(books, router, new LeaseWant(counter, floor, floor + amount));
        assertTrue(grant.grantedTotal() >= floor && grant.grantedTotal() <= Math.max(router.granted, floor + amount));
        assertTrue(grant.committed() <= CAP);
        router.granted = grant.grantedTotal();
        long held = Math.min(amount, router.granted - floor);
        if (held > 0) {
            router.floor += held;
            router.open.add(new Hold(grant.lease(), counter, LimitUnit.NANO_USD, held));
        }
    }

    private static void shrink(TestBooks books, CounterId counter, Router router) {
        LeaseGrant grant = order(books, router, new LeaseWant(counter, router.floor, router.floor));
        assertEquals(router.floor, grant.grantedTotal());
        router.granted = grant.grantedTotal();
    }

    private static LeaseGrant order(TestBooks books, Router router, LeaseWant want) {
        return assertInstanceOf(LeaseAnswer.Granted.class, books.order(router.session, want))
                .grants()
                .getFirst();
    }

    /// Uses an open hold: less than it, exactly it, more than it, or late. Answers what the tenant owes.
    private static long use(TestBooks books, Router router, Random random, List<Usages> posted) {
        if (router.open.isEmpty()) {
            return 0;
        }
        Hold hold = router.open.removeLast();
        long cost = random.nextLong(hold.amount() + hold.amount() / 4 + 1);
        Usages usage = books.usage(router.session, List.of(hold), cost);
        boolean late = random.nextInt(6) == 0;
        if (late) {
            usage = usage.comingLate();
        }
        PostingOutcome.Posted outcome = assertInstanceOf(PostingOutcome.Posted.class, books.post(usage));
        assertEquals(new PostingOutcome.Posted(1, 0, late ? 1 : 0, 0, 0), outcome);
        posted.add(usage);
        long charged = late ? 0 : Math.min(cost, hold.amount());
        router.floor -= hold.amount() - charged;
        return charged;
    }

    private static void replay(TestBooks books, Random random, List<Usages> posted) {
        if (!posted.isEmpty()) {
            Usages again = posted.get(random.nextInt(posted.size()));
            assertEquals(new PostingOutcome.Posted(0, 1, 0, 0, 0), books.post(again));
        }
    }

    private static void forge(TestBooks books, Random random, List<Usages> posted) {
        if (!posted.isEmpty()) {
            Usages other = posted.get(random.nextInt(posted.size()));
            assertEquals(
                    new PostingOutcome.Posted(0, 0, 0, 0, 2),
                    books.post(
                            other.withTokens(other.tokens() + 1),
                            other.withAttempt(9).withVersion("none")));
        }
    }

    /// Refunds or debits some of an attempt's charge, or more than it. Answers what the window may spend again.
    private static long correct(TestBooks books, Random random, List<Usages> posted) {
        if (posted.isEmpty()) {
            return 0;
        }
        Usages usage = posted.get(random.nextInt(posted.size()));
        String before = "select coalesce(sum(counter_amount), 0) from correction";
        long given = books.at.number(before);
        books.correct(usage, random.nextInt(3) == 0 ? "debit" : "refund", 1 + random.nextInt(60));
        assertTrue(books.at.number("select count(*) from (select c.reservation, sum(case c.kind when 'refund' then "
                        + "c.amount else -c.amount end) as refunded, max(u.charge) as charge from correction c "
                        + "join usage u using (day, reservation, attempt) group by c.reservation) r "
                        + "where r.refunded not between 0 and r.charge")
                == 0);
        return books.at.number(before) - given;
    }

    /// The process dies with holds open and comes back: the old session is fenced, passed and closed.
    private static void restart(TestBooks books, Router router) {
        SessionId old = router.session;
        books.at.execute("update quarantine set resolution = 'dismissed', resolved_at = now() "
                + "where resolution is null and session = " + old.value());
        router.session = books.session(router.name);
        router.floor = 0;
        router.granted = 0;
        router.open.clear();
        books.fence(old);
        books.passFence();
        books.close();
        assertEquals("closed", books.at.text("select state from session where id = " + old.value()));
    }
}
