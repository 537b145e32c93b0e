package dev.cortado.local.artefact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.settings.Tier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a catalogue says about files: models, adapters and the engine's libraries. It holds more, for the router and
/// the inference service; that is not read here.
public record Catalogue(List<Model> models, List<Adapted> adapted, List<Engine> engines) {
    public Catalogue {
        models = List.copyOf(models);
        adapted = List.copyOf(adapted);
        engines = List.copyOf(engines);
    }

    /// One model file. Models on remote servers have none, and are left out.
    public record Model(
            String variant, Tier tier, String file, long bytes, String sha256, String licence, List<Source> sources) {
        public Model {
            sources = List.copyOf(sources);
            if (file.isBlank() || file.contains("/") || file.startsWith(".")) {
                throw new IllegalArgumentException("'" + file + "' is not the plain name of a file");
            }
        }
    }

    /// A variant that is an adapter on another variant's model.
    ///
    /// @param file below `deploy` of the repository, or in the directory of models
    /// @param sha256 empty where the catalogue gives none
    public record Adapted(String variant, String base, String file, String sha256) {
        public Adapted {
            Path path = Path.of(file);
            if (path.isAbsolute() || !path.equals(path.normalize()) || path.startsWith("..")) {
                throw new IllegalArgumentException("'" + file + "' leads out of the directory of adapters");
            }
        }
    }

    /// Where a model file may come from.
    public sealed interface Source {
        /// One file by HTTPS from its publisher.
        record Https(String url) implements Source {}

        /// Parts in wheels on PyPI, joined in this order.
        record Wheels(List<WheelPart> parts) implements Source {}
    }

    /// One part of a model file: a member of a wheel.
    public record WheelPart(String packageName, String version, String member) {}

    /// The engine's libraries of one platform, in an npm package.
    public record Engine(
            String platform,
            String packageName,
            String version,
            String member,
            String library,
            long bytes,
            String integrity,
            boolean untried) {}

    public static Catalogue read(Path file) throws IOException {
        return of(new ObjectMapper().readTree(file.toFile()));
    }

    /// @throws IllegalArgumentException naming the entry and the field that is wrong
    static Catalogue of(JsonNode root) {
        List<Model> models = new ArrayList<>();
        List<Adapted> adapted = new ArrayList<>();
        for (JsonNode variant : root.path("variants")) {
            if (variant.has("remote")) {
                continue;
            }
            if (variant.has("base")) {
                adapted.add(new Adapted(
                        text(variant, "id"),
                        text(variant, "base"),
                        text(variant.path("adapter"), "file"),
                        variant.path("adapter").path("sha256").asText()));
            } else {
                models.add(model(variant));
            }
        }
        List<Engine> engines = new ArrayList<>();
        for (JsonNode library : root.path("engine").path("libraries")) {
            engines.add(engine(library));
        }
        return new Catalogue(models, adapted, engines);
    }

    public Optional<Model> model(String variant) {
        return models.stream().filter(model -> model.variant().equals(variant)).findFirst();
    }

    public Optional<Model> ofTier(Tier tier) {
        return models.stream().filter(model -> model.tier() == tier).findFirst();
    }

    public Optional<Engine> engine(String platform) {
        return engines.stream()
                .filter(engine -> engine.platform().equals(platform))
                .findFirst();
    }

    private static Model model(JsonNode variant) {
        List<Source> sources = new ArrayList<>();
        for (JsonNode source : variant.path("sources")) {
            switch (source.path("kind").asText()) {
                case "https" -> sources.add(new Source.Https(text(source, "url")));
                case "pypi" -> sources.add(new Source.Wheels(parts(source)));
                default ->
                    throw new IllegalArgumentException("catalogue: unknown kind of source '"
                            + source.path("kind").asText() + "'");
            }
        }
        return new Model(
                text(variant, "id"),
                Tier.valueOf(text(variant, "tier").toUpperCase(Locale.ROOT)),
                text(variant, "file"),
                variant.path("bytes").asLong(),
                text(variant, "sha256"),
                text(variant, "licence"),
                sources);
    }

    private static List<WheelPart> parts(JsonNode source) {
        List<WheelPart> parts = new ArrayList<>();
        for (JsonNode part : source.path("parts")) {
            parts.add(new WheelPart(text(part, "package"), text(part, "version"), text(part, "member")));
        }
        return parts;
    }

    private static Engine engine(JsonNode library) {
        return new Engine(
                text(library, "platform"),
                text(library, "package"),
                text(library, "version"),
                text(library, "member"),
                text(library, "libllama"),
                library.path("bytes").asLong(),
                text(library, "integrity"),
                library.path("untried").asBoolean());
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw new IllegalArgumentException("catalogue: '" + field + "' is missing in "
                    + node.path("id").asText("?"));
        }
        return value.asText();
    }
}
