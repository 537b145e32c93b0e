package dev.cortado.inference.configuration;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.inference.engine.Capability;
import dev.cortado.inference.llama.LlamaLibrary.LibraryDescription;
import dev.cortado.inference.node.VariantPlan;
import dev.cortado.inference.remote.RemoteModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What this service needs of deploy/catalogue.json: model files and the engine's library for this platform.
public final class Catalogue {

    private static final Path NO_FILE = Path.of("");

    private final Content content;
    private final Path directory;

    private Catalogue(Content content, Path directory) {
        this.content = content;
        this.directory = directory;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Content(List<Variant> variants, Engine engine) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Variant(
            String id,
            @Nullable String file,
            @Nullable String sha256,
            int contextTokens,
            int slots,
            @Nullable String base,
            @Nullable Adapter adapter,
            @Nullable Remote remote) {}

    /// @param model by the name that its server knows
    /// @param adapters ids of LoRA adapters, each with the name by which the server serves the model under it
    /// @param capabilities words of [Capability]; none: what such a server is known to do
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Remote(
            String model,
            @Nullable Map<String, String> adapters,
            @Nullable List<String> capabilities) {}

    /// @param file beside the catalogue, or in the models' directory
    /// @param kind "lora"
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Adapter(
            String id, String kind, String file, @Nullable String sha256, double scale) {}

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
            return new Catalogue(new ObjectMapper().readValue(file.toFile(), Content.class), file.resolveSibling(""));
        } catch (IOException e) {
            throw new IllegalStateException("cortado.catalogue.file: " + file + " is not a catalogue", e);
        }
    }

    /// @param verify whether the plan carries the checksums of files, which are then verified
    /// @throws IllegalStateException if the catalogue has no such variant, or says of it what cannot be
    public VariantPlan plan(String id, Path modelsDirectory, boolean verify) {
        Variant variant = variant(id)
                .orElseThrow(() -> new IllegalStateException(
                        "cortado.inference.variants: the catalogue has no variant '" + id + "'"));
        if (variant.remote() != null) {
            return new VariantPlan(new VariantId(id), NO_FILE, "", variant.contextTokens(), variant.slots(), null);
        }
        Adapter adapter = variant.adapter();
        if (adapter != null) {
            return adapted(variant, adapter, modelsDirectory, verify);
        }
        String name = variant.file();
        if (name == null) {
            throw new IllegalStateException(
                    "the catalogue's variant '" + id + "' has neither file nor adapter nor remote");
        }
        return new VariantPlan(
                new VariantId(id),
                modelsDirectory.resolve(name),
                checksum(variant.sha256(), verify),
                variant.contextTokens(),
                variant.slots(),
                null);
    }

    /// How a variant that is a model on a server is known there; empty for one with a file of its own.
    public Optional<RemoteModel> remoteModel(String id) {
        return variant(id)
                .map(Variant::remote)
                .map(remote -> new RemoteModel(
                        remote.model(),
                        remote.adapters() == null ? Map.of() : remote.adapters(),
                        remote.capabilities() == null ? Set.of() : capabilities(id, remote.capabilities())));
    }

    private static Set<Capability> capabilities(String id, List<String> words) {
        Set<Capability> all = EnumSet.noneOf(Capability.class);
        for (String word : words) {
            all.add(Arrays.stream(Capability.values())
                    .filter(capability -> capability.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the catalogue's variant '" + id
                            + "' has the remote capability '" + word + "', which is none of "
                            + Arrays.stream(Capability.values())
                                    .map(Capability::word)
                                    .collect(Collectors.joining(", ")))));
        }
        return all;
    }

    private VariantPlan adapted(Variant variant, Adapter adapter, Path modelsDirectory, boolean verify) {
        String baseId = variant.base();
        if (baseId == null || !adapter.kind().equals("lora") || !(adapter.scale() > 0)) {
            throw new IllegalStateException("the catalogue's variant '" + variant.id()
                    + "' has an adapter and must name its base, the kind \"lora\" and a scale above 0");
        }
        Variant base = variant(baseId)
                .filter(found -> found.adapter() == null)
                .orElseThrow(() -> new IllegalStateException("the catalogue's variant '" + variant.id()
                        + "' names the base '" + baseId + "', which is no model of its own"));
        Path beside = directory.resolve(adapter.file());
        return new VariantPlan(
                new VariantId(variant.id()),
                Files.isReadable(beside) ? beside : modelsDirectory.resolve(adapter.file()),
                checksum(adapter.sha256(), verify),
                base.contextTokens(),
                base.slots(),
                new VariantPlan.Adapted(new VariantId(baseId), adapter.id(), adapter.scale()));
    }

    private static String checksum(@Nullable String sha256, boolean verify) {
        return verify && sha256 != null ? sha256 : "";
    }

    private Optional<Variant> variant(String id) {
        return content.variants().stream()
                .filter(variant -> variant.id().equals(id))
                .findFirst();
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
        return platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /// @param system as Java's `os.name`
    /// @param architecture as Java's `os.arch`
    static String platform(String system, String architecture) {
        String name = system.toLowerCase(Locale.ROOT);
        boolean arm = architecture.equalsIgnoreCase("aarch64") || architecture.equalsIgnoreCase("arm64");
        if (name.contains("mac")) {
            return arm ? "mac-arm64-metal" : "mac-x64";
        }
        return (name.contains("win") ? "win" : "linux") + (arm ? "-arm64" : "-x64");
    }
}
