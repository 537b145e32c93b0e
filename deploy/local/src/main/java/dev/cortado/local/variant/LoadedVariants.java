package dev.cortado.local.variant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What the inference processes of a running stack say of each variant: `ready`, `loading: …` or `failed: …`.
public final class LoadedVariants {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Map<String, String> byVariant;

    private LoadedVariants(Map<String, String> byVariant) {
        this.byVariant = byVariant;
    }

    /// Asks each process; one that does not answer says nothing.
    ///
    /// @param nodes `http://host:port` of each process's management
    public static LoadedVariants of(Collection<String> nodes) throws InterruptedException {
        Map<String, String> said = new HashMap<>();
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            for (String node : nodes) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(node + "/q/health/ready"))
                        .timeout(PATIENCE)
                        .build();
                try {
                    read(
                            JSON.readTree(
                                    http.send(request, BodyHandlers.ofString()).body()),
                            said);
                } catch (IOException e) {
                    // It starts, or is gone: then no variant is said to be loaded there.
                }
            }
        }
        return new LoadedVariants(Map.copyOf(said));
    }

    private static void read(JsonNode health, Map<String, String> said) {
        for (JsonNode check : health.path("checks")) {
            if (check.path("name").asText().equals("inference node")) {
                check.path("data")
                        .properties()
                        .forEach(fact -> said.put(fact.getKey(), fact.getValue().asText()));
            }
        }
    }

    /// Empty where no process has the variant in its list.
    public Optional<String> of(String variant) {
        return Optional.ofNullable(byVariant.get(variant));
    }
}
