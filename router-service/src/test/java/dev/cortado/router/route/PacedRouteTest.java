package dev.cortado.router.route;

import static dev.cortado.router.decide.World.MEDIUM;
import static dev.cortado.router.decide.World.SMALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.decide.Wishes;
import dev.cortado.router.fake.Rig;
import dev.cortado.router.hold.BudgetView;
import dev.cortado.router.tenant.LimitUnit;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Requests whose budget must last.
class PacedRouteTest {

    private final Rig rig = new Rig();

    private Placement placed() {
        return assertInstanceOf(RouteOutcome.Routed.class, rig.route(brief())).placement();
    }

    private VariantId chosen() {
        return placed().option().variant().id();
    }

    private static Wishes brief() {
        return new Wishes("auto", Lane.REALTIME, 400, 1, TokenCount.of(200), false, null, null, null, Set.of());
    }

    @Test
    void auto_moneyRunsShort_stepsDownToTheCheapest() {
        assertEquals(MEDIUM, chosen());
        rig.pacing.utilityPerUsd = 1e8;
        assertEquals(SMALL, chosen());
        rig.pacing.utilityPerUsd = 0;
        assertEquals(MEDIUM, chosen());
    }

    @Test
    void pacing_hearsOfEachRequestOnce_withWhatIsLeftOfEachLimit() {
        Placement first = placed();
        rig.await(rig.router.reroute(Rig.request(Rig.TENANT, brief()), first.key(), Optional.empty()));
        placed();
        assertEquals(2, rig.pacing.heard.size());
        BudgetView.Limited limited = assertInstanceOf(BudgetView.Limited.class, rig.pacing.heard.getFirst());
        assertEquals(1, limited.purses().size());
        assertEquals(limited.remaining(), limited.purses().getFirst().left());
        assertEquals(Rig.MONTH_END, limited.purses().getFirst().renewsAt());
    }

    @Test
    void auto_moneyThatIsLeftPaysForLessThanIsPreferred_isAnsweredByThat() {
        Wishes atFullLength =
                new Wishes("auto", Lane.REALTIME, 400, 1, TokenCount.of(200), true, null, null, null, Set.of());
        Wishes demanding =
                new Wishes("auto", Lane.REALTIME, 400, 1, TokenCount.of(200), true, .6, null, null, Set.of());
        rig.accounting.ledger.counter(1, LimitUnit.NANO_USD, 50_000, Rig.MONTH_END);

        assertInstanceOf(RouteOutcome.BudgetExhausted.class, rig.route(demanding));
        assertEquals(
                SMALL,
                assertInstanceOf(RouteOutcome.Routed.class, rig.route(atFullLength))
                        .placement()
                        .option()
                        .variant()
                        .id());
    }

    @Test
    void auto_moneyThatIsLeftPaysForAShorterAnswerOfWhatIsPreferred_isAnsweredByThat() {
        rig.accounting.ledger.counter(1, LimitUnit.NANO_USD, 50_000, Rig.MONTH_END);
        assertEquals(MEDIUM, chosen());
    }

    @Test
    void auto_requestsThatAreLeftAreTooFew_isNotEvadedByLess() {
        rig.accounting.ledger.counter(1, LimitUnit.REQUESTS, 0, Rig.MONTH_END);
        assertInstanceOf(RouteOutcome.RateLimited.class, rig.route(brief()));
    }

    @Test
    void pacing_requestThatFindsNoMoney_isHeardOfToo() {
        rig.accounting.ledger.counter(1, LimitUnit.NANO_USD, 1, Rig.MONTH_END);
        assertInstanceOf(RouteOutcome.BudgetExhausted.class, rig.route(brief()));
        assertEquals(1, rig.pacing.heard.size());
    }
}
