package dev.cortado.router.trial;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.decide.Considered;
import dev.cortado.router.decide.Grounds;
import java.util.List;
import java.util.Optional;

/// A decision of the log that left the choice to the router, and whose answer was rated.
///
/// @param considered every candidate, as it was
/// @param answered the variant that was rated
/// @param score mean of its ratings, 0..1
/// @param charged for all attempts
public record RatedDecision(
        Grounds grounds, List<Considered> considered, VariantId answered, double score, NanoUsd charged) {

    public RatedDecision {
        considered = List.copyOf(considered);
    }

    /// What was taken, by the policy or by chance.
    Optional<Considered> taken() {
        return at(1);
    }

    /// What the policy in force preferred, whatever chance made of it.
    Optional<Considered> preferred() {
        return at(grounds.drawn().explored() ? 2 : 1);
    }

    private Optional<Considered> at(int place) {
        return considered.stream().filter(each -> each.place() == place).findFirst();
    }
}
