package dev.cortado.gateway.route;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.TokenPriceList;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the router decided for a request, why, and what came of it.
///
/// @param cost sum over attempts that the tenant pays, null while one is open
/// @param frontier null where only the usage event told of the decision
public record Decision(
        ReservationId reservation,
        Instant decidedAt,
        String requestedModel,
        @Nullable Double utilityMin,
        String policy,
        String requestId,
        @Nullable NanoUsd cost,
        List<Attempt> attempts,
        List<Candidate> candidates,
        @Nullable Frontier frontier) {

    public Decision {
        attempts = List.copyOf(attempts);
        candidates = List.copyOf(candidates);
    }

    /// @param state open, settled, refused, released or abandoned
    /// @param prices null where it never had any
    /// @param cost null until settled
    /// @param usage null until metered
    /// @param finishReason in lower case, empty where it has not finished
    /// @param refusalReason in lower case, empty where it was not refused
    /// @param hedgeOf the attempt beside which it ran, null where there was none
    public record Attempt(
            int number,
            String variant,
            String pool,
            String node,
            String lane,
            NanoUsd hold,
            @Nullable TokenPriceList prices,
            String state,
            @Nullable NanoUsd cost,
            @Nullable AttemptUsage usage,
            String finishReason,
            String refusalReason,
            @Nullable Long hedgeOf) {}

    /// Tokens that were metered; null where nobody could count them.
    public record AttemptUsage(
            @Nullable Long promptTokens,
            @Nullable Long cachedPromptTokens,
            @Nullable Long completionTokens) {}
}
