package dev.cortado.router.estimate;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.catalogue.Variant;
import dev.cortado.router.features.PromptReader;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Estimates by the predictor in force, and by the catalogue where it says nothing: before there is one, of a variant
/// that it does not know, of a prompt of which nothing is told. What a variant is worth on the task of the request's
/// profile, where that was measured, stands above both, since it was measured with the profile's text.
public final class PredictorEstimator implements Estimator {

    private volatile @Nullable InForce inForce;

    /// What is predicted by. A predictor that was read again is another one.
    public record InForce(PromptReader reader, Predictor predictor, double beyond) {

        /// What is expected of answers to a prompt that was read before.
        public Estimates of(SeenPrompt prompt, Catalogue catalogue) {
            return new Predicted(
                    predictor.expect(prompt.features(), prompt.task(), beyond),
                    prompt,
                    new CatalogueEstimates(prompt.task(), catalogue));
        }
    }

    /// From the next request on.
    ///
    /// @param beyond share of groups of like prompts that lie beyond each bound, above 0 and up to .5
    public void use(PromptReader reader, Predictor predictor, double beyond) {
        inForce = new InForce(reader, predictor, beyond);
    }

    /// Whether what a sentence model makes of prompts is of use at present.
    public boolean readsSentences() {
        InForce now = inForce;
        return now != null && now.predictor().readsSentences();
    }

    /// Empty before there is one.
    public Optional<InForce> inForce() {
        return Optional.ofNullable(inForce);
    }

    @Override
    public Estimates of(PromptSample prompt, String task, Catalogue catalogue) {
        InForce now = inForce;
        return now == null || prompt.isEmpty()
                ? new CatalogueEstimates(task, catalogue)
                : now.of(new SeenPrompt(task, now.reader().read(prompt.text()).with(prompt.sentence())), catalogue);
    }

    private record Predicted(Map<VariantId, Expectation> expected, SeenPrompt seen, Estimates known)
            implements Estimates {

        @Override
        public UtilityEstimate utility(Variant variant) {
            Expectation expectation = expected.get(variant.id());
            return expectation == null || variant.tasks().utilities().containsKey(seen.task())
                    ? known.utility(variant)
                    : expectation.utility();
        }

        @Override
        public TokenCount completion(Variant variant) {
            Expectation expectation = expected.get(variant.id());
            return expectation == null ? known.completion(variant) : expectation.completion(known.completion(variant));
        }

        @Override
        public Optional<SeenPrompt> prompt() {
            return Optional.of(seen);
        }
    }
}
