package dev.cortado.local.supervise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.supervise.Tiers.Heard;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// One real completion through the gateway, with the demo key.
final class Trial implements Tiers.Trial {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    /// The only refusal that says that the path works; a 429 of another code is of the moment.
    private static final String SPENT = "insufficient_quota";

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
    public Heard ask(String variant) {
        String body = "{\"model\":\"" + variant
                + "\",\"max_tokens\":8,\"messages\":[{\"role\":\"user\",\"content\":\"Say hello.\"}]}";
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + apiKey)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return heard(response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException e) {
            return new Heard.Problem("the gateway: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Heard.Problem("interrupted");
        }
    }

    static Heard heard(int status, JsonNode answer) {
        if (status == OK && answer.path("usage").path("completion_tokens").asInt() > 0) {
            return new Heard.Answered();
        }
        JsonNode error = answer.path("error");
        return error.path("code").asText().equals(SPENT)
                ? new Heard.BudgetSpent(error.path("message").asText())
                : new Heard.Problem(
                        "HTTP " + status + " " + error.path("message").asText(""));
    }
}
