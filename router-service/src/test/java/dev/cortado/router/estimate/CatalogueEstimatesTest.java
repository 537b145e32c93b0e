package dev.cortado.router.estimate;

import static dev.cortado.router.decide.World.LARGE;
import static dev.cortado.router.decide.World.SMALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.catalogue.Measurement;
import dev.cortado.router.catalogue.Measurements;
import dev.cortado.router.decide.World;
import dev.cortado.router.estimate.UtilityEstimate.Basis;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CatalogueEstimatesTest {

    private final Catalogue catalogue = new World()
            .catalogue.with(new Measurements(
                    "v", "1", List.of(measured(new Measurement.Utility(.8, .7, .9, 60, Map.of()))), List.of()));
    private final Estimates estimates = new CatalogueEstimates("", catalogue);

    @Test
    void utility_ofAMeasuredVariant_isTheMeanWithItsInterval() {
        assertEquals(
                new UtilityEstimate(.8, .7, .9, Basis.CALIBRATED),
                estimates.utility(catalogue.variant(LARGE).orElseThrow()));
    }

    @Test
    void utility_ofAnother_isTheCataloguesFigure() {
        assertEquals(
                new UtilityEstimate(.425, .425, .425, Basis.PROVISIONAL),
                estimates.utility(catalogue.variant(SMALL).orElseThrow()));
        assertEquals(
                TokenCount.of(200),
                estimates.completion(catalogue.variant(SMALL).orElseThrow()));
    }

    @Test
    void aSample_neverShowsItsText() {
        assertFalse(PromptSample.of("my secret").toString().contains("secret"));
    }

    private static Measurement measured(Measurement.Utility utility) {
        return new Measurement(
                LARGE,
                new PoolId("cpu-large"),
                Measurement.ALL_TASKS,
                Optional.of(utility),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                List.of(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                "",
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }
}
