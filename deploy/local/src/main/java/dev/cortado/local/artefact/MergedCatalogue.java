package dev.cortado.local.artefact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The shipped catalogue with the variants that were made here: all of them, as for a calibration, or those that are
/// served, as router and nodes are given them. A made variant joins the pools of the variant that it was made from.
public final class MergedCatalogue {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final ObjectNode shipped;
    private final MadeVariants made;

    private MergedCatalogue(Path directory, ObjectNode shipped, MadeVariants made) {
        this.directory = directory;
        this.shipped = shipped;
        this.made = made;
    }

    /// @param shipped `deploy/catalogue.json`
    /// @throws IOException if one of them is no catalogue, or both name a variant
    public static MergedCatalogue of(Path shipped, MadeVariants made) throws IOException {
        if (!(JSON.readTree(shipped.toFile()) instanceof ObjectNode root)) {
            throw new IOException(shipped + " is not a catalogue");
        }
        Set<String> ids = new HashSet<>();
        root.path("variants").forEach(entry -> ids.add(entry.path("id").asText()));
        for (ObjectNode entry : made.entries()) {
            if (!ids.add(MadeVariants.idOf(entry))) {
                throw new IOException(made.file() + ": the variant '" + MadeVariants.idOf(entry)
                        + "' is there twice, or is shipped already; take one away");
            }
        }
        return new MergedCatalogue(shipped.toAbsolutePath().resolveSibling(""), root, made);
    }

    public MadeVariants made() {
        return made;
    }

    /// The entries of every variant, shipped ones first.
    public List<ObjectNode> entries() {
        List<ObjectNode> all = new ArrayList<>();
        document(made.entries()).path("variants").forEach(entry -> all.add((ObjectNode) entry));
        return all;
    }

    public Optional<ObjectNode> entry(String id) {
        return entries().stream()
                .filter(entry -> MadeVariants.idOf(entry).equals(id))
                .findFirst();
    }

    /// Every variant, served or not.
    public Catalogue everything() {
        return Catalogue.of(document(made.entries()));
    }

    /// @param listed made variants that the settings name in place of those switched on; empty where they name none
    /// @throws IllegalArgumentException if a listed one was not made here
    public Catalogue served(Set<String> listed) {
        return Catalogue.of(document(servedEntries(listed)));
    }

    /// Writes every variant, for a program that finds models and made adapters in the directory of models; where
    /// shipped
    /// adapters lie is written out.
    public void writeEverything(Path file) throws IOException {
        ObjectNode document = document(made.entries());
        for (JsonNode entry : document.path("variants")) {
            Path adapter = directory.resolve(entry.path("adapter").path("file").asText());
            if (entry.path("adapter") instanceof ObjectNode node && Files.isRegularFile(adapter)) {
                node.put("file", adapter.toString());
            }
        }
        MadeVariants.write(file, document);
    }

    /// Leaves the file alone where it says the same already: the parts of a stack may write it side by side.
    public void writeServed(Path file, Set<String> listed) throws IOException {
        ObjectNode document = document(servedEntries(listed));
        if (!Files.exists(file) || !document.equals(JSON.readTree(file.toFile()))) {
            MadeVariants.write(file, document);
        }
    }

    private List<ObjectNode> servedEntries(Set<String> listed) {
        for (String id : listed) {
            if (made.entry(id).isEmpty()) {
                throw new IllegalArgumentException(
                        "served-variants: there is no made variant '" + id + "'; `./cortado variants list` shows them");
            }
        }
        return made.entries().stream()
                .filter(entry -> made.isServed(entry, listed))
                .toList();
    }

    private ObjectNode document(List<ObjectNode> entries) {
        ObjectNode root = shipped.deepCopy();
        ArrayNode variants = root.withArray("/variants");
        for (ObjectNode entry : entries) {
            variants.add(entry.deepCopy());
            join(root, entry);
        }
        return root;
    }

    private static void join(ObjectNode root, ObjectNode entry) {
        String origin = entry.path(entry.has("base") ? "base" : "madeFrom").asText();
        for (JsonNode pool : root.path("pools")) {
            if (pool.path("variants") instanceof ArrayNode ids && named(ids).contains(origin)) {
                ids.add(MadeVariants.idOf(entry));
            }
        }
    }

    private static List<String> named(ArrayNode ids) {
        List<String> names = new ArrayList<>();
        ids.forEach(id -> names.add(id.asText()));
        return names;
    }
}
