package dev.cortado.router.route;

import dev.cortado.router.decide.Choice;
import dev.cortado.router.hold.BudgetView;
import dev.cortado.router.tenant.LimitUnit;
import java.time.Duration;

/// What came of routing a request.
public sealed interface RouteOutcome {

    /// @param escalationHeld whether a second attempt by another variant is held for, should the answer fail its check
    record Routed(Placement placement, boolean escalationHeld) implements RouteOutcome {}

    /// Nothing that could answer meets the wishes.
    ///
    /// @param choice any but [Choice.Chosen]
    /// @param retryAfter where trying again may help, else zero
    record NothingSuitable(Choice choice, Duration retryAfter) implements RouteOutcome {}

    /// A money limit has no room for the cheapest way to answer.
    record BudgetExhausted(BudgetView budget) implements RouteOutcome {}

    /// A limit in requests or tokens has no room in its window.
    record RateLimited(LimitUnit unit, BudgetView budget, Duration retryAfter) implements RouteOutcome {}

    /// Accounting was not heard in time, or this router may not admit at present.
    record AccountingUnavailable(String message, Duration retryAfter) implements RouteOutcome {}

    /// @param node what is suspended on the path, in words ("team team-7")
    record TenantSuspended(String node) implements RouteOutcome {}

    record UnknownTenant() implements RouteOutcome {}

    /// The tenant's organisation has no prompt profile of the name that the request gives.
    record UnknownProfile(String message) implements RouteOutcome {}

    /// No such reservation of this tenant in this router, or its attempt cannot be followed by another.
    record UnknownReservation(String message) implements RouteOutcome {}
}
