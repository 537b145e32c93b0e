package dev.cortado.router.decide;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.router.tenant.RoutingRule;
import dev.cortado.router.tenant.Tenant;
import java.util.List;
import java.util.Set;

/// The rule of each tenant by the configuration. Asked on the request path, so it answers at once.
@FunctionalInterface
public interface TenantRules {

    /// Nobody is bound to anything.
    TenantRules NONE = _ -> TenantRule.NONE;

    TenantRule of(Tenant tenant);

    /// Labels that any rule of the configuration within an organisation asks of a pool.
    default Set<String> residencyWithin(OrganisationId organisation) {
        return Set.of();
    }

    /// The same with what administration set on the tenant's path. That narrows what the configuration allows and never
    /// widens it, and is preferred where one of both can hold only.
    ///
    /// @param onPath from the root
    default TenantRule of(Tenant tenant, List<RoutingRule> onPath) {
        TenantRule rule = of(tenant);
        for (RoutingRule each : onPath) {
            rule = TenantRule.of(each).within(rule);
        }
        return rule;
    }
}
