package dev.cortado.router.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.decide.Wishes;
import dev.cortado.router.decision.Finish;
import dev.cortado.router.decision.TokenUse;
import dev.cortado.router.fake.FakeAccounting;
import dev.cortado.router.fake.FakeAccounting.Fare;
import dev.cortado.router.fake.Rig;
import dev.cortado.router.fake.VirtualTime;
import dev.cortado.router.tenant.LimitUnit;
import dev.cortado.router.tenant.PathAnswer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Two routers, one tenant, 64 callers at once: a limit means the same total as with one router and one caller, and
/// nothing stays leased.
class TwoRoutersTest {

    private static final int CALLERS = 64;
    private static final int ASKS = 5_000;
    private static final int SUCCESSES = 1_000;
    private static final long COUNTER = 7;
    private static final TokenUse.Metered NONE = new TokenUse.Metered(0, TokenUse.Counter.ENGINE);

    private final VirtualTime time = new VirtualTime();
    private final FakeAccounting accounting = new FakeAccounting(time);
    private final List<Rig> routers =
            List.of(new Rig("router-1", time, accounting), new Rig("router-2", time, accounting));
    private Random random = new Random();
    private int asked;
    private int ended;
    private int succeeded;
    private int askedOfAccounting;

    @ParameterizedTest
    @CsvSource({"REQUESTS, 1", "REQUESTS, 2", "REQUESTS, 3", "NANO_USD, 1", "NANO_USD, 2", "NANO_USD, 3", "TOKENS, 1"})
    void limit_manyCallersAtTwoRouters_letsExactlyAsManyThroughAndReturnsTheRest(LimitUnit unit, long seed) {
        random = new Random(seed);
        long each = amountOfOneRequest(unit);
        accounting.ledger.counter(COUNTER, unit, SUCCESSES * each, Rig.MONTH_END);
        accounting.path = () -> new PathAnswer.Limits(accounting.ledger.path(time.trueTime(), COUNTER));
        routers.forEach(router -> router.paths.forgetAll());
        accounting.leaseFare = () -> Fare.after(Duration.ofMillis(random.nextInt(1, 4)), Duration.ofMillis(1));
        report();
        for (int caller = 0; caller < CALLERS; caller++) {
            ask(routers.get(caller % routers.size()));
        }
        for (int seconds = 0; seconds < 600 && ended < ASKS; seconds++) {
            time.pass(Duration.ofSeconds(1));
        }
        askedOfAccounting = accounting.messages.size();

        assertEquals(ASKS, ended, "every request got an outcome");
        assertEquals(SUCCESSES, succeeded);
        time.pass(Duration.ofSeconds(5));
        assertEquals(SUCCESSES * each, accounting.ledger.committed(COUNTER), "what is committed is what was spent");
        routers.forEach(router -> assertEquals(0, router.holds.openCount()));
        routers.forEach(router -> assertTrue(router.holds.isReturned(), "nothing idle is leased"));
        assertTrue(askedOfAccounting < ASKS * 2, "and accounting was not asked more often than there were requests");
    }

    /// What one request holds of a fresh, ample counter.
    private long amountOfOneRequest(LimitUnit unit) {
        accounting.ledger.counter(1, unit, Long.MAX_VALUE >> 2, Rig.MONTH_END);
        accounting.path = () -> new PathAnswer.Limits(accounting.ledger.path(time.trueTime(), 1));
        Rig router = routers.getFirst();
        Placement placement = assertInstanceOf(RouteOutcome.Routed.class, router.route(oneToken()))
                .placement();
        router.settling.unused(placement.key(), false);
        time.pass(Duration.ofSeconds(5));
        return placement.holds().getFirst().amount();
    }

    private void ask(Rig router) {
        if (asked == ASKS) {
            return;
        }
        asked++;
        var _ = router.router
                .route(Rig.request(Rig.TENANT, oneToken()))
                .thenAccept(outcome -> time.after(Duration.ofMillis(random.nextInt(1, 40)), () -> {
                    end(router, outcome);
                    ask(router);
                }));
    }

    private void end(Rig router, RouteOutcome outcome) {
        ended++;
        switch (outcome) {
            case RouteOutcome.Routed(Placement placement, var _) -> {
                succeeded++;
                router.settling.settle(receipt(placement));
            }
            case RouteOutcome.BudgetExhausted _, RouteOutcome.RateLimited _ -> {}
            case RouteOutcome.NothingSuitable _,
                    RouteOutcome.AccountingUnavailable _,
                    RouteOutcome.TenantSuspended _,
                    RouteOutcome.UnknownTenant _,
                    RouteOutcome.UnknownProfile _,
                    RouteOutcome.UnknownReservation _ -> throw new AssertionError("not an answer: " + outcome);
        }
    }

    /// The whole hold is charged.
    private Word.Receipt receipt(Placement placement) {
        Map<LeaseId, Long> charged = new HashMap<>();
        placement.holds().forEach(held -> {
            charged.put(held.lease(), held.amount());
            accounting.ledger.post(held.lease(), held.amount());
        });
        return new Word.Receipt(
                placement.key(),
                placement.option().node().id(),
                placement.option().node().incarnation(),
                placement.money(),
                charged,
                new TokenUse(NONE, NONE, NONE, NONE),
                Finish.LENGTH);
    }

    private void report() {
        routers.forEach(Rig::report);
        time.after(Duration.ofSeconds(1), this::report);
    }

    private static Wishes oneToken() {
        return new Wishes("small", Lane.REALTIME, 40, 1, TokenCount.of(1), true, null, null, null, Set.of());
    }
}
