package dev.cortado.local.supervise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.settings.Tier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/// One real completion through the gateway, with the demo key.
final class Trial implements Tiers.Trial {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int TOO_MANY = 429;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final URI uri;
    private final String apiKey;

    Trial(String baseUrl, String apiKey) {
        this.uri = URI.create(baseUrl + "/chat/completions");
        this.apiKey = apiKey;
    }

    @Override
    public Optional<String> ask(Tier tier) {
        String body = "{\"model\":\"" + tier.word()
                + "\",\"max_tokens\":8,\"messages\":[{\"role\":\"user\",\"content\":\"Say hello.\"}]}";
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + apiKey)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return problem(response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException e) {
            return Optional.of("the gateway: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private static Optional<String> problem(int status, JsonNode answer) {
        if (status == TOO_MANY) {
            // The path works and the budget is spent: that is an answer too, and no reason to stay unready.
            return Optional.empty();
        }
        boolean answered =
                status == OK && answer.path("usage").path("completion_tokens").asInt() > 0;
        return answered
                ? Optional.empty()
                : Optional.of("HTTP " + status + " "
                        + answer.path("error").path("message").asText(""));
    }
}
