package dev.cortado.inference.configuration;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.inference.llama.LlamaLibrary.LibraryDescription;
import dev.cortado.inference.node.VariantPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What this service needs of deploy/catalogue.json: model files and the engine's library for this platform.
public final class Catalogue {

    private final Content content;

    private Catalogue(Content content) {
        this.content = content;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Content(List<Variant> variants, Engine engine) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Variant(String id, String file, int contextTokens, int slots) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Engine(List<Library> libraries) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Library(
            String platform,
            String llamaRelease,
            String libllama,
            String libggml,
            String libggmlBase,
            Map<String, Long> structBytes) {}

    /// @throws IllegalStateException saying what is wrong with the file
    public static Catalogue read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalStateException("cortado.catalogue.file: there is no file " + file);
        }
        try {
            return new Catalogue(new ObjectMapper().readValue(file.toFile(), Content.class));
        } catch (IOException e) {
            throw new IllegalStateException("cortado.catalogue.file: " + file + " is not a catalogue", e);
        }
    }

    /// @throws IllegalStateException if the catalogue has no such variant
    public VariantPlan plan(String id, Path modelsDirectory) {
        return content.variants().stream()
                .filter(variant -> variant.id().equals(id))
                .findFirst()
                .map(variant -> new VariantPlan(
                        new VariantId(id),
                        modelsDirectory.resolve(variant.file()),
                        variant.contextTokens(),
                        variant.slots()))
                .orElseThrow(() -> new IllegalStateException(
                        "cortado.inference.variants: the catalogue has no variant '" + id + "'"));
    }

    /// @param platform such as `linux-x64`
    /// @throws IllegalStateException if the catalogue has no library for it
    public LibraryDescription library(String platform) {
        return content.engine().libraries().stream()
                .filter(library -> library.platform().equals(platform))
                .findFirst()
                .map(library -> new LibraryDescription(
                        library.llamaRelease(),
                        library.libllama(),
                        library.libggml(),
                        library.libggmlBase(),
                        library.structBytes()))
                .orElseThrow(() -> new IllegalStateException(
                        "the catalogue has no engine library for this platform, " + platform));
    }

    /// This machine's platform as the catalogue names it.
    public static String thisPlatform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String name = system.contains("mac") ? "mac" : system.contains("win") ? "win" : "linux";
        boolean arm = architecture.equals("aarch64") || architecture.equals("arm64");
        return name + (arm ? "-arm64" : "-x64");
    }
}
