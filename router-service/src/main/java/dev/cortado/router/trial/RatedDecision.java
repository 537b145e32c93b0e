package dev.cortado.router.trial;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.router.decide.Considered;
import dev.cortado.router.decide.Grounds;
import java.util.List;
import java.util.Optional;

/// A decision of the log that left the choice to the router, and whose answer was rated.
///
/// @param considered every candidate, as it was
/// @param score mean of what its raters told, once each, 0..1; where a fallback answered, of that
///     answer, which is what taking the choice led to
/// @param charged for all attempts
public record RatedDecision(Grounds grounds, List<Considered> considered, double score, NanoUsd charged) {

    public RatedDecision {
        considered = List.copyOf(considered);
    }

    /// What was taken, by the policy or by chance.
    Optional<Considered> taken() {
        return at(1);
    }

    /// What the policy in force preferred, whatever chance made of it.
    Optional<Considered> preferred() {
        return at(grounds.preferredPlace());
    }

    private Optional<Considered> at(int place) {
        return considered.stream().filter(each -> each.place() == place).findFirst();
    }
}
