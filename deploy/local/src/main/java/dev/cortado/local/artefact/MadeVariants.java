package dev.cortado.local.artefact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The variants that were made on this machine, beside those that are shipped: `variants.json` in the data directory.
/// Its entries have the form of the shipped catalogue's, and say further `madeFrom` and `made` (how), `requantised`
/// where the source was quantised already, and `served` (whether an inference process is to load it).
public record MadeVariants(Path file, List<ObjectNode> entries) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SERVED = "served";

    public MadeVariants {
        entries = entries.stream().map(ObjectNode::deepCopy).toList();
    }

    /// @throws IOException if the file is there and cannot be read
    public static MadeVariants read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new MadeVariants(file, List.of());
        }
        List<ObjectNode> entries = new ArrayList<>();
        for (JsonNode entry : JSON.readTree(file.toFile()).path("variants")) {
            if (!(entry instanceof ObjectNode made) || !entry.path("id").isTextual()) {
                throw new IOException(file + ": each entry of 'variants' must be an object with an id");
            }
            entries.add(made);
        }
        return new MadeVariants(file, entries);
    }

    public Optional<ObjectNode> entry(String id) {
        return entries.stream().filter(entry -> idOf(entry).equals(id)).findFirst();
    }

    /// The same with one entry more, in place of one of the same id.
    public MadeVariants with(ObjectNode entry) {
        List<ObjectNode> all = new ArrayList<>(without(idOf(entry)).entries);
        all.add(entry);
        return new MadeVariants(file, all);
    }

    public MadeVariants without(String id) {
        return new MadeVariants(
                file, entries.stream().filter(entry -> !idOf(entry).equals(id)).toList());
    }

    /// The same with one entry switched on or off.
    public MadeVariants serving(String id, boolean on) {
        List<ObjectNode> all = new ArrayList<>();
        for (ObjectNode entry : entries) {
            all.add(idOf(entry).equals(id) ? entry.deepCopy().put(SERVED, on) : entry);
        }
        return new MadeVariants(file, all);
    }

    /// @param listed ids that the settings name in place of what is switched on; empty where they name none
    boolean isServed(ObjectNode entry, Set<String> listed) {
        return listed.isEmpty() ? entry.path(SERVED).asBoolean() : listed.contains(idOf(entry));
    }

    /// Writes the file whole or not at all.
    public void write() throws IOException {
        ObjectNode root = JSON.createObjectNode();
        entries.forEach(root.putArray("variants")::add);
        write(file, root);
    }

    static void write(Path file, ObjectNode root) throws IOException {
        Path beside = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid());
        Files.writeString(beside, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    static String idOf(ObjectNode entry) {
        return entry.path("id").asText();
    }
}
