package dev.cortado.router.configuration;

import java.util.List;
import java.util.Optional;

/// Keys under `cortado.router.tenants."ORGANISATION"`, or `."ORGANISATION/PROJECT"`, by their ids. A project's narrow
/// its organisation's: both lists of variants bind, and both labels.
public interface TenantConfiguration {

    /// USD that the whole utility of one answer is worth to the tenant; without it `policy.usd-per-utility`.
    Optional<String> usdPerUtility();

    /// Variants and tiers that the tenant may use; without it all.
    Optional<List<String>> variants();

    /// Label that a pool must have to answer the tenant; without it any pool will do.
    Optional<String> residency();

    /// Share of the tenant's requests in which chance chooses, 0 to 1; without it `learning.exploration-share`.
    Optional<Double> explorationShare();

    /// Whether the tenant pays for both attempts of a hedged request; without it for one of them, and the operator for
    /// the other.
    Optional<Boolean> paysForHedges();

    /// Policy of its requests that leave the choice to the router; without it `policy.auto`.
    Optional<String> policy();

    /// Utility that such requests prefer at least, 0 to 1; without it `utility-min-default`.
    Optional<Double> utilityMin();

    /// Another policy that the tenant tries; a project's takes the place of its organisation's.
    TenantTrialConfiguration trial();
}
