package dev.cortado.local.variant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cortado.local.artefact.Catalogue.Model;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.settings.Tier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The variants that make a frontier worth looking at, beside the three tiers as they are shipped: each tier in a
/// precision that its processor may like better, the large one in a smaller file too, and the medium one without an
/// eighth of its layers.
public final class StandardSet {
    private static final int MEDIUM_LAYERS = 3;

    private StandardSet() {}

    /// One variant to make.
    public record Step(String from, String precision, int layers) {

        public String words() {
            return precision.isEmpty() ? from + " without " + layers + " layers" : from + " in " + precision;
        }

        public ObjectNode make(Making making) throws IOException, InterruptedException {
            return precision.isEmpty() ? making.prune(from, layers) : making.quantise(from, precision);
        }

        /// @param origin what it is really made from, which has a say in the name
        String id(ObjectNode origin) {
            return precision.isEmpty() ? from + "-pruned" + layers : MadeEntry.idInPrecision(origin, precision);
        }
    }

    /// Those that are not there yet.
    public static List<Step> missing(Workshop shop, Making making) throws IOException {
        List<Step> all = steps(shipped(shop, Tier.SMALL), shipped(shop, Tier.MEDIUM), shipped(shop, Tier.LARGE));
        List<Step> missing = new ArrayList<>();
        for (Step step : all) {
            ObjectNode named = shop.merged().entry(step.from()).orElseThrow();
            ObjectNode origin =
                    step.precision().isEmpty() ? named : making.best(named).orElse(named);
            if (shop.merged().entry(step.id(origin)).isEmpty()) {
                missing.add(step);
            }
        }
        return missing;
    }

    /// @param small id of the shipped variant of that tier; so `medium` and `large`
    static List<Step> steps(String small, String medium, String large) {
        return List.of(
                new Step(small, "Q8_0", 0),
                new Step(medium, "Q4_0", 0),
                new Step(medium, "", MEDIUM_LAYERS),
                new Step(large, "Q4_0", 0),
                new Step(large, "Q3_K_M", 0));
    }

    private static String shipped(Workshop shop, Tier tier) throws IOException {
        return shop.merged()
                .everything()
                .ofTier(tier)
                .map(Model::variant)
                .orElseThrow(() -> new IOException("the catalogue has no model of tier " + tier.word()));
    }
}
