package dev.cortado.router.estimate;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.router.catalogue.Variant;
import java.util.Optional;

/// What is expected of each variant's answer to one prompt. To ask for several variants costs no more than to ask for
/// one: the prompt was read before.
public interface Estimates {

    UtilityEstimate utility(Variant variant);

    /// Completion tokens of a likely answer, whatever the client's bound.
    TokenCount completion(Variant variant);

    /// What they rest on; empty where they are the same for every prompt.
    default Optional<SeenPrompt> prompt() {
        return Optional.empty();
    }
}
