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

/// One real completion through the gateway, with the demo key.
final class Trial implements Tiers.Trial {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final URI uri;
    private final String apiKey;

    Trial(String baseUrl, String apiKey) {
        this.uri = URI.create(baseUrl + "/chat/completions");
        this.apiKey = apiKey;
    }

    @Override
    public boolean answers(Tier tier) {
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
            if (response.statusCode() == 429) {
                // The path works, the budget is spent: that is an answer too, and no reason to stay unready.
                return true;
            }
            JsonNode answer = JSON.readTree(response.body());
            return response.statusCode() == 200
                    && answer.path("usage").path("completion_tokens").asInt() > 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
