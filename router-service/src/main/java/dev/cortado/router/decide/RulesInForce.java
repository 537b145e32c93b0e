package dev.cortado.router.decide;

import dev.cortado.router.tenant.Paths;
import dev.cortado.router.tenant.Tenant;
import java.util.concurrent.CompletionStage;

/// The rules of tenants by the configuration and by their paths, for who may wait for accounting: not for requests,
/// which have their path at hand and are refused without it.
public final class RulesInForce {

    private final TenantRules configured;
    private final Paths paths;

    public RulesInForce(TenantRules configured, Paths paths) {
        this.configured = configured;
        this.paths = paths;
    }

    /// By the configuration alone where accounting does not tell the path.
    public CompletionStage<TenantRule> of(Tenant tenant) {
        return paths.rulesOrNone(tenant).thenApply(onPath -> configured.of(tenant, onPath));
    }
}
