package dev.cortado.router.decide;

import dev.cortado.router.hold.BudgetView;
import dev.cortado.router.tenant.Tenant;
import java.util.List;

/// What a tenant's money would buy elsewhere: the multiplier of its budget, by which the money lasts its period. Asked
/// on the request path, so it answers at once.
@FunctionalInterface
public interface ShadowPrice {

    /// Money suffices: nothing is saved for later.
    ShadowPrice NONE = (_, _) -> 0;

    /// @param budget every hard money limit on the tenant's path, as last seen
    /// @return utility per USD, from 0 up
    double utilityPerUsd(Tenant tenant, BudgetView budget);

    /// Hears of each request once, when it is first decided, whether or not it finds room.
    ///
    /// @param budget as it was then
    /// @param policy by which it was decided
    /// @param considered every candidate
    default void decided(BudgetView budget, Policy policy, List<Considered> considered) {}
}
