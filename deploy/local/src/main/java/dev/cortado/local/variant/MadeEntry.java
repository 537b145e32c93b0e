package dev.cortado.local.variant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Locale;

/// The catalogue entry of a variant that is being made, begun from the one that it is made from. Nothing is measured of
/// it yet, so its utility is 0 and provisional, and the router takes it for a request that names it and no other.
record MadeEntry(ObjectNode node) {

    static MadeEntry from(ObjectNode origin, String id) {
        ObjectNode node = origin.deepCopy();
        node.remove("sources");
        node.remove("served");
        node.remove("made");
        node.remove("utilityOnTasks");
        node.put("id", id);
        node.put("madeFrom", origin.path("id").asText());
        node.put("utility", 0);
        node.put("utilityProvisional", true);
        node.put("served", false);
        return new MadeEntry(node);
    }

    /// @param requantised whether the source's weights were quantised already
    MadeEntry quantised(String precision, boolean requantised) {
        node.put("precision", precision);
        node.put("requantised", requantised || node.path("requantised").asBoolean());
        node.putObject("made").put("by", "quantise").put("precision", precision);
        return this;
    }

    MadeEntry pruned(Collection<Integer> layers, int of, String sampleTokens) {
        node.put("model", node.path("model").asText() + " without " + layers.size() + " of " + of + " layers");
        ObjectNode made = node.putObject("made").put("by", "prune");
        layers.forEach(made.putArray("layers")::add);
        made.put("layersBefore", of);
        made.put("sampleTokens", Long.parseLong(sampleTokens));
        return this;
    }

    MadeEntry file(String file, long bytes, String sha256) {
        node.put("file", file);
        node.put("bytes", bytes);
        node.put("sha256", sha256);
        return this;
    }

    MadeEntry memory(String bytes) {
        node.put("memoryBytes", Long.parseLong(bytes));
        return this;
    }

    /// @param profile the task of prompt profiles that it was made for; empty for none
    MadeEntry adapted(String base, String file, long bytes, String sha256, double scale, String profile) {
        node.remove("file");
        node.remove("sha256");
        node.remove("madeFrom");
        node.remove("requantised");
        node.put("base", base);
        node.put("bytes", bytes);
        node.putObject("adapter")
                .put("id", node.path("id").asText())
                .put("kind", "lora")
                .put("file", file)
                .put("sha256", sha256)
                .put("scale", scale);
        node.putObject("made").put("by", "attach");
        if (!profile.isEmpty()) {
            node.putArray("fineTunedFor").add(profile);
        }
        return this;
    }

    /// @param file of the tasks on which it is to be measured, in the directory of models
    MadeEntry tasks(String file) {
        node.withObject("/adapter").put("tasks", file);
        return this;
    }

    /// The id of a variant of `origin` in another precision: its own precision is replaced where the id ends in it.
    static String idInPrecision(ObjectNode origin, String precision) {
        String id = origin.path("id").asText();
        String own = "-" + origin.path("precision").asText().toLowerCase(Locale.ROOT);
        String stem = id.endsWith(own) ? id.substring(0, id.length() - own.length()) : id;
        return stem + "-" + precision.toLowerCase(Locale.ROOT);
    }
}
