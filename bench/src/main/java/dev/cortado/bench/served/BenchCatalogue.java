package dev.cortado.bench.served;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The platform's catalogue with a bench's own variants in place of its own.
public final class BenchCatalogue {

    private final ObjectMapper json = new ObjectMapper();
    private final ObjectNode content;
    private final ArrayNode variants;

    /// @param platform the platform's catalogue, whose engine is kept
    public BenchCatalogue(Path platform) throws IOException {
        content = (ObjectNode) json.readTree(platform.toFile());
        variants = content.putArray("variants");
    }

    public BenchCatalogue model(String variant, Path file, int slots, int contextTokens) {
        variants.addObject()
                .put("id", variant)
                .put("file", file.toAbsolutePath().toString())
                .put("slots", slots)
                .put("contextTokens", contextTokens);
        return this;
    }

    /// A variant that is a LoRA adapter of the same name on another one.
    public BenchCatalogue adapter(String variant, String base, Path file, double scale) {
        variants.addObject()
                .put("id", variant)
                .put("base", base)
                .putObject("adapter")
                .put("id", variant)
                .put("kind", "lora")
                .put("file", file.toAbsolutePath().toString())
                .put("scale", scale);
        return this;
    }

    public Path write(Path file) throws IOException {
        return Files.writeString(file, json.writeValueAsString(content));
    }
}
