package dev.cortado.router.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.router.decide.RulesInForce;
import dev.cortado.router.decide.TenantRule;
import dev.cortado.router.decide.TenantRules;
import dev.cortado.router.fake.FakeAccounting;
import dev.cortado.router.fake.Rig;
import dev.cortado.router.tenant.PathAnswer;
import dev.cortado.router.tenant.RoutingRule;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ModelsTest {

    private static final TenantRules NOT_LARGE =
            _ -> new TenantRule(null, List.of(Set.of("small", "medium")), Set.of());

    private final Rig rig = new Rig();
    private final Models models = new Models(rig.parts, new RulesInForce(NOT_LARGE, rig.paths));

    @Test
    void list_isOfWhatTheConfigurationAndTheRulesOnThePathAllow() {
        rig.accounting.path = () -> new PathAnswer.Limits(
                List.of(), List.of(), List.of(new RoutingRule(Set.of("medium", "large"), "", null, null, null)));

        assertEquals(List.of("auto", "medium", "medium-1"), ids(models.list(Rig.TENANT)));
    }

    @Test
    void list_accountingAway_isOfWhatTheConfigurationAllows() {
        rig.accounting.sessionFare = () -> FakeAccounting.Fare.LOST;
        CompletionStage<List<Models.Model>> listed = models.list(Rig.TENANT);

        rig.time.pass(Duration.ofSeconds(10));

        assertEquals(List.of("auto", "small", "medium", "small-1", "medium-1"), ids(listed));
    }

    private static List<String> ids(CompletionStage<List<Models.Model>> listed) {
        return listed.toCompletableFuture().join().stream()
                .map(Models.Model::id)
                .toList();
    }
}
