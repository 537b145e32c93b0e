package dev.cortado.local.variant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cortado.local.artefact.Catalogue.Model;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.settings.Tier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The variants that make a frontier worth looking at, beside the three tiers as they are shipped: the large model in
/// three further precisions, and the medium and the large model with an eighth to a seventh of their layers left out.
public final class StandardSet {
    private static final List<String> PRECISIONS = List.of("Q4_0", "Q3_K_M", "Q2_K");
    private static final int MEDIUM_LAYERS = 3;
    private static final int LARGE_LAYERS = 4;

    private StandardSet() {}

    /// One variant to make.
    public record Step(String from, String precision, int layers) {

        public String words() {
            return precision.isEmpty() ? from + " without " + layers + " layers" : from + " in " + precision;
        }

        public ObjectNode make(Making making) throws IOException, InterruptedException {
            return precision.isEmpty() ? making.prune(from, layers) : making.quantise(from, precision);
        }

        String id(ObjectNode origin) {
            return precision.isEmpty() ? from + "-pruned" + layers : MadeEntry.idInPrecision(origin, precision);
        }
    }

    /// Those that are not there yet.
    public static List<Step> missing(Workshop shop) throws IOException {
        String large = shipped(shop, Tier.LARGE);
        List<Step> all = new ArrayList<>();
        PRECISIONS.forEach(precision -> all.add(new Step(large, precision, 0)));
        all.add(new Step(shipped(shop, Tier.MEDIUM), "", MEDIUM_LAYERS));
        all.add(new Step(large, "", LARGE_LAYERS));
        List<Step> missing = new ArrayList<>();
        for (Step step : all) {
            ObjectNode origin = shop.merged().entry(step.from()).orElseThrow();
            if (shop.merged().entry(step.id(origin)).isEmpty()) {
                missing.add(step);
            }
        }
        return missing;
    }

    private static String shipped(Workshop shop, Tier tier) throws IOException {
        return shop.merged()
                .everything()
                .ofTier(tier)
                .map(Model::variant)
                .orElseThrow(() -> new IOException("the catalogue has no model of tier " + tier.word()));
    }
}
