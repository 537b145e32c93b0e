package dev.cortado.local.variant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cortado.local.artefact.Catalogue.Adapted;
import dev.cortado.local.artefact.Catalogue.Model;
import dev.cortado.local.part.CheckedModels;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A variant as `./cortado variants list` shows it.
///
/// @param how it came to be
/// @param utility "unmeasured", a figure that is provisional, or a measured one
/// @param served whether an inference process is to load it
/// @param why it is served, or not
/// @param now what the running stack's inference process says of it; empty while no stack runs
public record VariantLine(
        String id, String tier, String how, long bytes, String utility, boolean served, String why, String now) {

    private static final String REMOTE = "remote";

    public static List<VariantLine> of(Workshop shop) throws IOException {
        List<VariantLine> lines = new ArrayList<>();
        for (ObjectNode entry : shop.merged().entries()) {
            Served served = served(shop, entry);
            lines.add(new VariantLine(
                    id(entry),
                    entry.path("tier").asText(),
                    how(entry),
                    bytes(shop, entry),
                    utility(entry),
                    served.yes(),
                    served.why(),
                    ""));
        }
        return lines;
    }

    /// The same in a running stack.
    public VariantLine loaded(String said) {
        return new VariantLine(id, tier, how, bytes, utility, served, why, said);
    }

    private record Served(boolean yes, String why) {}

    private static String id(ObjectNode entry) {
        return entry.path("id").asText();
    }

    static String how(ObjectNode entry) {
        if (entry.has(REMOTE)) {
            return entry.path(REMOTE).path("model").asText() + " on another server";
        }
        if (entry.has("base")) {
            return "adapter on " + entry.path("base").asText() + ", scale "
                    + entry.path("adapter").path("scale").asText();
        }
        String from = entry.path("madeFrom").asText();
        String twice = entry.path("requantised").asBoolean() ? ", requantised" : "";
        return switch (entry.path("made").path("by").asText()) {
            case "quantise" -> entry.path("precision").asText() + " from " + from + twice;
            case "prune" -> {
                List<String> layers = new ArrayList<>();
                entry.path("made").path("layers").forEach(layer -> layers.add(layer.asText()));
                yield from + " without layers " + String.join(" ", layers) + twice;
            }
            default -> entry.path("precision").asText() + ", shipped";
        };
    }

    private static String utility(ObjectNode entry) {
        String figure = entry.path("utility").asText();
        if (!entry.path("utilityProvisional").asBoolean()) {
            return figure;
        }
        return entry.path("utility").asDouble() == 0 ? "unmeasured" : figure + " provisional";
    }

    private static long bytes(Workshop shop, ObjectNode entry) throws IOException {
        if (entry.has("bytes")) {
            return entry.path("bytes").asLong();
        }
        Optional<Adapted> adapted = adapted(shop, entry);
        return adapted.isPresent() && Files.exists(CheckedModels.adapter(shop, adapted.get()))
                ? Files.size(CheckedModels.adapter(shop, adapted.get()))
                : 0;
    }

    private static Optional<Adapted> adapted(Workshop shop, ObjectNode entry) {
        return shop.merged().everything().adapted().stream()
                .filter(one -> one.variant().equals(id(entry)))
                .findFirst();
    }

    private static Served served(Workshop shop, ObjectNode entry) throws IOException {
        if (entry.has(REMOTE)) {
            return new Served(false, "by the node in front of its server, where that runs");
        }
        boolean made = entry.has("made");
        Set<String> listed = shop.settings().servedVariants();
        if (made && !listed.isEmpty() && !listed.contains(id(entry))) {
            return new Served(false, "not among " + SettingKey.SERVED_VARIANTS.key() + " of the settings");
        }
        if (made && listed.isEmpty() && !entry.path("served").asBoolean()) {
            return new Served(false, "switched off: ./cortado variants serve " + id(entry));
        }
        if (entry.has("base")) {
            String base = entry.path("base").asText();
            boolean there = adapted(shop, entry)
                    .map(one -> Files.exists(CheckedModels.adapter(shop, one)))
                    .orElse(false);
            if (!there) {
                return new Served(false, "its file is missing");
            }
            Optional<Model> model = shop.catalogue().model(base);
            return model.isPresent() && wanted(shop, model.get().tier())
                    ? new Served(true, "with its base")
                    : new Served(false, "its base is not served");
        }
        Tier tier = Tier.valueOf(entry.path("tier").asText().toUpperCase(Locale.ROOT));
        if (!wanted(shop, tier)) {
            return new Served(false, "tier " + tier.word() + " is not among the tiers of the settings");
        }
        boolean there = shop.merged()
                .everything()
                .model(id(entry))
                .map(model -> Files.exists(shop.models().file(model)))
                .orElse(false);
        if (!there) {
            return new Served(!made, made ? "its file is missing" : "tier; its file is still to come");
        }
        return new Served(true, made ? "switched on" : "tier");
    }

    private static boolean wanted(Workshop shop, Tier tier) {
        return shop.settings().tiers().contains(tier);
    }
}
