package dev.cortado.router.decide;

import dev.cortado.router.tenant.Tenant;

/// The rule of each tenant. Asked on the request path, so it answers at once.
@FunctionalInterface
public interface TenantRules {

    /// Nobody is bound to anything.
    TenantRules NONE = _ -> TenantRule.NONE;

    TenantRule of(Tenant tenant);
}
