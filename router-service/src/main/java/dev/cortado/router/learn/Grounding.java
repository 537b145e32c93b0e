package dev.cortado.router.learn;

import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.estimate.SeenPrompt;
import dev.cortado.router.estimate.UtilityEstimate;
import java.util.Optional;

/// What ratings are held against: another one makes all that was learnt before void.
///
/// @param view how prompts are looked at
public record Grounding(PromptView view, Expecting expecting) {

    /// What was expected of an answer before ratings had a say.
    @FunctionalInterface
    public interface Expecting {

        /// Empty where the variant is not known any more.
        Optional<UtilityEstimate> of(SeenPrompt prompt, VariantId variant);
    }
}
