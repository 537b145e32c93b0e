package dev.cortado.gateway.route;

import dev.cortado.contracts.unit.NanoUsd;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why the router placed no hold. Each carries the router's own sentence, empty where it gave none.
public sealed interface RouteRefusal {

    String message();

    record UnknownModel(String message, List<String> models) implements RouteRefusal {
        public UnknownModel {
            models = List.copyOf(models);
        }
    }

    /// @param nearest null where no node could answer now
    record UtilityUnreachable(
            String message, double reachable, @Nullable Nearest nearest) implements RouteRefusal {}

    /// @param nearest null where no node could answer now
    record CostUnreachable(
            String message, NanoUsd feasible, @Nullable Nearest nearest) implements RouteRefusal {}

    /// @param nearest null where no node could answer now
    record LatencyUnreachable(
            String message, Duration feasible, @Nullable Nearest nearest) implements RouteRefusal {}

    /// The tenant may use none of the variants that the model names.
    record VariantNotAllowed(String message) implements RouteRefusal {}

    /// No pool with the labels that the tenant or the request demands runs the model.
    record ResidencyUnreachable(String message) implements RouteRefusal {}

    record BudgetExhausted(String message, Budget budget) implements RouteRefusal {}

    /// A limit in requests or tokens per window.
    record RateLimited(String message, String unit, Budget budget, Duration retryAfter) implements RouteRefusal {}

    record NoNode(String message, Duration retryAfter) implements RouteRefusal {}

    record AccountingUnavailable(String message, Duration retryAfter) implements RouteRefusal {}

    record TenantSuspended(String message) implements RouteRefusal {}

    record UnknownTenant(String message) implements RouteRefusal {}

    /// The organisation has no such prompt profile.
    record UnknownProfile(String message) implements RouteRefusal {}

    record UnknownPrice(String message) implements RouteRefusal {}

    /// @param promptTokensMin that the prompt has at least
    /// @param contextTokensMax the longest context that could be had
    record ContextTooLong(String message, long promptTokensMin, long contextTokensMax) implements RouteRefusal {}

    /// @param missing words of the capabilities that no suitable variant has, in
    /// [dev.cortado.gateway.chat.Capability]'s spelling; empty where it is not for want of those
    record Unsupported(String message, List<String> missing) implements RouteRefusal {
        public Unsupported {
            missing = List.copyOf(missing);
        }
    }

    /// The router knows nothing of the reservation that was to be routed again.
    record UnknownReservation(String message) implements RouteRefusal {}

    /// The router did not answer in time, or not at all.
    record RouterUnreachable(String message) implements RouteRefusal {}
}
