package dev.cortado.router.feedback;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.router.tenant.Paths;
import dev.cortado.router.tenant.RoutingRule;
import dev.cortado.router.tenant.Tenant;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// What tenants take engagements for: by the configuration, and by the routing rules on their paths in its place.
public final class WeightsInForce {

    private final Function<OrganisationId, EngagementWeights> configured;
    private final Paths paths;

    public WeightsInForce(Function<OrganisationId, EngagementWeights> configured, Paths paths) {
        this.configured = configured;
        this.paths = paths;
    }

    /// Of nested nodes the innermost counts. By the configuration alone where accounting does not tell the path.
    CompletionStage<EngagementWeights> of(Tenant tenant) {
        return paths.rulesOrNone(tenant).thenApply(onPath -> {
            EngagementWeights weights = configured.apply(tenant.organisation());
            for (RoutingRule rule : onPath) {
                weights = weights.with(rule.engagement());
            }
            return weights;
        });
    }
}
