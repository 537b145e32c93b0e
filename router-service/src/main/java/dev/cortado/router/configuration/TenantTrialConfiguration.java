package dev.cortado.router.configuration;

import java.util.Optional;

/// Keys under `cortado.router.tenants."ORGANISATION".trial`: another policy that the tenant tries for requests that
/// leave the choice to the router. To end a trial, take its keys away.
public interface TenantTrialConfiguration {

    /// By which its decisions are found again; each trial has its own.
    Optional<String> name();

    /// `cheapest-sufficient`, `knee` or `best-within-cost`.
    Optional<String> policy();

    /// What the whole utility of one answer is worth under it, USD; without it as for the tenant's other requests.
    Optional<String> usdPerUtility();

    /// Utility that it prefers, 0 to 1; without it `utility-min-default`.
    Optional<Double> utilityMin();

    /// Share of the requests that it decides, above 0 and below 1; in the shadow at most, and without the key, 1.
    Optional<Double> share();

    /// Whether it only says what it would have chosen, and is never served; without the key it is served.
    Optional<Boolean> shadow();
}
