package dev.cortado.router.estimate;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.catalogue.Measurement;
import dev.cortado.router.catalogue.Variant;
import dev.cortado.router.estimate.UtilityEstimate.Basis;

/// What the catalogue says of a variant, the same for every prompt: its utility on the task where one is known, else
/// what calibration measured, else the provisional figure.
///
/// @param task of the request's prompt profile, empty for none
public record CatalogueEstimates(String task, Catalogue catalogue) implements Estimates {

    @Override
    public UtilityEstimate utility(Variant variant) {
        double mean = variant.utilityOn(task);
        if (variant.utilityProvisional() || variant.tasks().isProvisionalOn(task)) {
            return UtilityEstimate.at(mean, Basis.PROVISIONAL);
        }
        return catalogue
                .measurements()
                .utilityOf(variant.id())
                .flatMap(Measurement::utility)
                .filter(measured -> measured.mean() == mean)
                .map(measured ->
                        new UtilityEstimate(measured.mean(), measured.low(), measured.high(), Basis.CALIBRATED))
                .orElseGet(() -> UtilityEstimate.at(mean, Basis.CALIBRATED));
    }

    @Override
    public TokenCount completion(Variant variant) {
        return variant.completionTypical();
    }
}
