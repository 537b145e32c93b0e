package dev.cortado.router.estimate;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.catalogue.Variant;
import dev.cortado.router.features.PromptReader;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Estimates by the predictor in force, and by the catalogue where it says nothing: before there is one, of a variant
/// that it does not know, of a prompt of which nothing is told. What a variant is worth on the task of the request's
/// profile, where that was measured, stands above both, since it was measured with the profile's text.
public final class PredictorEstimator implements Estimator {

    private volatile @Nullable InForce inForce;

    private record InForce(PromptReader reader, Predictor predictor) {}

    /// From the next request on.
    public void use(PromptReader reader, Predictor predictor) {
        inForce = new InForce(reader, predictor);
    }

    @Override
    public Estimates of(PromptSample prompt, String task, Catalogue catalogue) {
        Estimates known = new CatalogueEstimates(task, catalogue);
        InForce now = inForce;
        if (now == null || prompt.isEmpty()) {
            return known;
        }
        return new Predicted(now.predictor().expect(now.reader().read(prompt.text()), task), task, known);
    }

    private record Predicted(Map<VariantId, Expectation> expected, String task, Estimates known) implements Estimates {

        @Override
        public UtilityEstimate utility(Variant variant) {
            Expectation expectation = expected.get(variant.id());
            return expectation == null || variant.tasks().utilities().containsKey(task)
                    ? known.utility(variant)
                    : expectation.utility();
        }

        @Override
        public TokenCount completion(Variant variant) {
            Expectation expectation = expected.get(variant.id());
            return expectation == null ? known.completion(variant) : expectation.completion(known.completion(variant));
        }
    }
}
