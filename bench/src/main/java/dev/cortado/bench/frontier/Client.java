package dev.cortado.bench.frontier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.evaluation.item.Task;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Asks tasks of the public API as any client would, greedily.
final class Client {

    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int TRIES = 5;
    private static final Set<Integer> TRANSIENT = Set.of(429, 502, 503, 504);
    private static final int OK = 200;
    private static final String PREDICTOR = "cortado_router_predictor_version";

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String baseUrl;
    private final String apiKey;

    Client(String baseUrl, String apiKey) {
        this.baseUrl = baseUrl;
        this.apiKey = apiKey;
    }

    /// Tries again where the platform says that it may; another error counts as an answer worth nothing.
    Answered ask(String model, Task task) throws InterruptedException {
        String last = "";
        for (int attempt = 0; attempt < TRIES; attempt++) {
            if (attempt > 0) {
                Thread.sleep(PAUSE);
            }
            try {
                HttpResponse<String> response = http.send(question(model, task), HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() == OK) {
                    return answered(task, json.readTree(response.body()));
                }
                last = response.statusCode() + " " + response.body();
                if (!TRANSIENT.contains(response.statusCode())) {
                    break;
                }
            } catch (IOException e) {
                last = String.valueOf(e);
            }
        }
        System.err.println(task.id() + " of " + model + " has no answer: " + last);
        return new Answered(task, 0, NanoUsd.ZERO, "");
    }

    private HttpRequest question(String model, Task task) {
        ObjectNode body = json.createObjectNode()
                .put("model", model)
                .put("temperature", 0)
                .put("max_tokens", task.completionTokensMax());
        ArrayNode messages = body.putArray("messages");
        task.messages()
                .forEach(message ->
                        messages.addObject().put("role", message.role()).put("content", message.content()));
        return HttpRequest.newBuilder(URI.create(baseUrl + "/chat/completions"))
                .header("Authorization", "Bearer " + apiKey)
                .header("Content-Type", "application/json")
                .timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
    }

    private static Answered answered(Task task, JsonNode body) {
        String text =
                body.path("choices").path(0).path("message").path("content").asText("");
        JsonNode cortado = body.path("cortado");
        return new Answered(
                task,
                task.checker().score(text),
                NanoUsd.ofUsd(cortado.path("cost_usd").asText()),
                cortado.path("variant").asText());
    }

    /// Whether the router predicts by a fitted model.
    ///
    /// @param metrics where it tells them, in Prometheus' form
    boolean predicts(String metrics) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create(metrics)).timeout(TIMEOUT).build(),
                HttpResponse.BodyHandlers.ofString());
        return response.body()
                .lines()
                .filter(line -> line.startsWith(PREDICTOR))
                .anyMatch(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)) > 0);
    }

    /// The first of these models that the platform does not list as one that answers now.
    Optional<String> missing(Iterable<String> models) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create(baseUrl + "/models"))
                        .header("Authorization", "Bearer " + apiKey)
                        .timeout(TIMEOUT)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        JsonNode list = json.readTree(response.body()).path("data");
        for (String model : models) {
            boolean there = false;
            for (JsonNode each : list) {
                there |= each.path("id").asText().equals(model)
                        && each.path("cortado").path("available").asBoolean();
            }
            if (!there) {
                return Optional.of(model);
            }
        }
        return Optional.empty();
    }
}
