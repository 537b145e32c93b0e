package dev.cortado.router.report;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.decide.Considered;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One request that was answered: what was chosen, what it came to, and what else there was.
///
/// @param variant that answered in the end
/// @param charged for all attempts
/// @param promptTokens of all attempts
/// @param completionTokens of all attempts
/// @param considered the decision's candidates
public record Bought(
        Instant decidedAt,
        VariantId variant,
        NanoUsd charged,
        long promptTokens,
        long completionTokens,
        List<Considered> considered) {

    public Bought {
        considered = List.copyOf(considered);
    }

    /// The candidate that answered; empty for decisions that were pieced together from their usage.
    Optional<Considered> chosen() {
        return considered.stream()
                .filter(candidate -> candidate.variant().equals(variant))
                .findFirst();
    }

    /// Candidates with a price, and allowed to the tenant: those that money could have bought, were they up or not.
    List<Considered> priced() {
        return considered.stream()
                .filter(candidate -> candidate.cost().nanos() > 0 && !candidate.isBarred())
                .toList();
    }
}
