package dev.cortado.gateway.complete;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.gateway.admit.Admission;
import dev.cortado.gateway.authenticate.Authentication;
import dev.cortado.gateway.generate.AttemptRefusal;
import dev.cortado.gateway.idempotency.Claiming;
import dev.cortado.gateway.route.Budget;
import dev.cortado.gateway.route.RouteRefusal;

/// Why a client gets no answer, or not all of it.
public sealed interface Refusal {

    record NotAuthenticated(Authentication.Refused why) implements Refusal {}

    record NotAdmitted(Admission.Refused why) implements Refusal {}

    record NotClaimed(Claiming.Refused why) implements Refusal {}

    record NotRouted(RouteRefusal why) implements Refusal {}

    /// The prompt, counted exactly, and one token cost more than is left.
    record HoldTooSmall(AttemptRefusal why, Budget budget) implements Refusal {}

    /// The prompt does not fit the longest context that was tried, and no longer one can be had.
    record ContextTooLong(AttemptRefusal why) implements Refusal {}

    /// Of a prompt that a node found too long, where the router places no further attempt. What is only away
    /// for now is told as such, since a longer context may hold the prompt later. Whatever else keeps one
    /// from the request, the prompt is too long for what is left: as the node says, who saw it, unless the
    /// router knows of a longer context that is too short as well.
    static Refusal withoutLongerContext(AttemptRefusal tooLong, RouteRefusal why) {
        return switch (why) {
            case RouteRefusal.ContextTooLong longest ->
                longest.contextTokensMax() > tooLong.contextTokensMax()
                        ? new NotRouted(longest)
                        : new ContextTooLong(tooLong);
            case RouteRefusal.NoNode _,
                    RouteRefusal.RateLimited _,
                    RouteRefusal.AccountingUnavailable _,
                    RouteRefusal.RouterUnreachable _,
                    RouteRefusal.UnknownReservation _,
                    RouteRefusal.TenantSuspended _,
                    RouteRefusal.UnknownTenant _ -> new NotRouted(why);
            case RouteRefusal.UnknownModel _,
                    RouteRefusal.UtilityUnreachable _,
                    RouteRefusal.CostUnreachable _,
                    RouteRefusal.LatencyUnreachable _,
                    RouteRefusal.VariantNotAllowed _,
                    RouteRefusal.ResidencyUnreachable _,
                    RouteRefusal.BudgetExhausted _,
                    RouteRefusal.UnknownProfile _,
                    RouteRefusal.UnknownPrice _,
                    RouteRefusal.Unsupported _ -> new ContextTooLong(tooLong);
        };
    }

    /// The model that was chosen, or its engine, does not serve what the request asks for.
    record NotServed(AttemptRefusal why) implements Refusal {}

    /// Every attempt failed before anything of it was delivered.
    record AttemptsExhausted(int attempts, String lastMessage) implements Refusal {}

    /// An attempt failed and was charged, and what that leaves of the request's highest cost pays for no other.
    ///
    /// @param charged for the attempts so far
    record CostMaxSpent(NanoUsd charged) implements Refusal {}

    /// A generation broke off after parts of it had been received.
    record BrokenOff(String message) implements Refusal {}

    /// The usage was not known to be in the log in time; if it is found there all the same, it is charged.
    record NotMetered(String message) implements Refusal {}

    /// A node went away before it said what it did with the request, and nothing of an answer had been received.
    record Unheard(String message) implements Refusal {}

    /// A bug.
    record Internal() implements Refusal {}
}
