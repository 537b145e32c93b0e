package dev.cortado.router.learn;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.router.catalogue.Variant;
import dev.cortado.router.estimate.Estimates;
import dev.cortado.router.estimate.SeenPrompt;
import dev.cortado.router.estimate.UtilityEstimate;
import java.util.Optional;

/// What is expected, with what an organisation's ratings add to it.
///
/// @param seen the prompt as corrections see it
record CorrectedEstimates(Estimates expected, Corrections corrections, PromptView.Seen seen) implements Estimates {

    @Override
    public UtilityEstimate utility(Variant variant) {
        double by = corrections.of(variant.id().value(), seen);
        UtilityEstimate estimate = expected.utility(variant);
        return by == 0 ? estimate : estimate.corrected(by);
    }

    @Override
    public TokenCount completion(Variant variant) {
        return expected.completion(variant);
    }

    @Override
    public Optional<SeenPrompt> prompt() {
        return expected.prompt();
    }
}
