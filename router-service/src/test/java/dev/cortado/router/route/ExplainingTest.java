package dev.cortado.router.route;

import static dev.cortado.router.decide.World.ask;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.router.decide.Choice;
import dev.cortado.router.decide.Wishes;
import dev.cortado.router.decide.World;
import dev.cortado.router.fake.Rig;
import dev.cortado.router.hold.BudgetView;
import dev.cortado.router.tenant.PathAnswer;
import dev.cortado.router.tenant.RoutingRule;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExplainingTest {

    private final Rig rig = new Rig();

    @Test
    void explain_decidesAsRouteWould_andNothingIsHeldOrStored() {
        ExplainOutcome.Explained explained = assertInstanceOf(ExplainOutcome.Explained.class, explain(ask("auto")));

        assertEquals(
                World.MEDIUM, explained.chosen().options().getFirst().variant().id());
        assertEquals(0, rig.leased());
        assertTrue(rig.store.decided.isEmpty());
        assertTrue(rig.outcomes.isEmpty());
        BudgetView.Limited budget = assertInstanceOf(BudgetView.Limited.class, explained.budget());
        assertEquals(NanoUsd.of(Rig.CAP), budget.cap());
    }

    @Test
    void explain_spentBudget_isShownRatherThanRefused() {
        rig.accounting.ledger.others(1, Rig.CAP);

        assertInstanceOf(ExplainOutcome.Explained.class, explain(ask("medium")));
    }

    @Test
    void explain_suspendedTenant_isRefused() {
        rig.accounting.path = () -> new PathAnswer.Suspended("team team-7");

        assertEquals(new ExplainOutcome.Refused(new RouteOutcome.TenantSuspended("team team-7")), explain(ask("auto")));
    }

    @Test
    void explain_ruleOnThePath_bindsAsInARequest() {
        rig.accounting.path = () -> new PathAnswer.Limits(
                List.of(), List.of(), List.of(new RoutingRule(Set.of("small"), "", null, null, null)));

        ExplainOutcome.Refused refused = assertInstanceOf(ExplainOutcome.Refused.class, explain(ask("large")));

        RouteOutcome.NothingSuitable nothing = assertInstanceOf(RouteOutcome.NothingSuitable.class, refused.why());
        assertInstanceOf(Choice.Barred.class, nothing.choice());
    }

    @Test
    void explain_unknownModel_isRefusedAsRouteDoes() {
        ExplainOutcome.Refused refused = assertInstanceOf(ExplainOutcome.Refused.class, explain(ask("gpt-4")));

        RouteOutcome.NothingSuitable nothing = assertInstanceOf(RouteOutcome.NothingSuitable.class, refused.why());
        assertInstanceOf(Choice.UnknownModel.class, nothing.choice());
    }

    private ExplainOutcome explain(Wishes wishes) {
        var outcome = rig.explaining.explain(Rig.request(Rig.TENANT, wishes)).toCompletableFuture();
        rig.time.pass(Duration.ofMillis(100));
        return outcome.join();
    }
}
