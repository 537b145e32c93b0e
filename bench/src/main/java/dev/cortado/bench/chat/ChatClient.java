package dev.cortado.bench.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.evaluation.item.TaskMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Asks the public API for completions, and again where the platform says that it may. Threads may share one.
public final class ChatClient {

    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int TRIES = 5;
    private static final Set<Integer> TRANSIENT = Set.of(429, 502, 503, 504);
    private static final int OK = 200;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String baseUrl;
    private final String apiKey;

    /// @param baseUrl of the gateway, ends in `/v1`
    public ChatClient(String baseUrl, String apiKey) {
        this.baseUrl = baseUrl;
        this.apiKey = apiKey;
    }

    /// What comes of a question.
    public sealed interface Reply {

        /// @param cost as the tenant was charged
        /// @param variant that answered
        /// @param check what came of the check that was asked for; empty for none
        record Said(String text, int completionTokens, NanoUsd cost, String variant, String check) implements Reply {}

        /// Nobody answered, after some tries.
        record Silent(String because) implements Reply {}
    }

    /// What is asked.
    ///
    /// @param model `auto`, a tier or a variant
    /// @param check of the answer, as requests write it; empty for none, and then the answer is a greedy one
    /// @param profile prompt profile, by name; empty for none
    public record Question(
            String model, List<TaskMessage> messages, int completionTokensMax, String check, String profile) {
        public Question {
            messages = List.copyOf(messages);
        }

        /// One that names no prompt profile.
        public Question(String model, List<TaskMessage> messages, int completionTokensMax, String check) {
            this(model, messages, completionTokensMax, check, "");
        }
    }

    /// The greedy answer of a model.
    public Reply ask(String model, List<TaskMessage> messages, int completionTokensMax) throws InterruptedException {
        return ask(new Question(model, messages, completionTokensMax, ""));
    }

    public Reply ask(Question question) throws InterruptedException {
        String last = "";
        for (int attempt = 0; attempt < TRIES; attempt++) {
            if (attempt > 0) {
                Thread.sleep(PAUSE);
            }
            try {
                HttpResponse<String> response = http.send(request(question), HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() == OK) {
                    return said(json.readTree(response.body()));
                }
                last = response.statusCode() + " " + response.body();
                if (!TRANSIENT.contains(response.statusCode())) {
                    break;
                }
            } catch (IOException e) {
                last = String.valueOf(e);
            }
        }
        return new Reply.Silent(last);
    }

    private HttpRequest request(Question question) {
        ObjectNode body = json.createObjectNode()
                .put("model", question.model())
                .put("max_tokens", question.completionTokensMax());
        ObjectNode wishes = json.createObjectNode();
        if (question.check().isEmpty()) {
            body.put("temperature", 0);
        } else {
            wishes.put("check", question.check());
        }
        if (!question.profile().isEmpty()) {
            wishes.put("profile", question.profile());
        }
        if (!wishes.isEmpty()) {
            body.set("cortado", wishes);
        }
        ArrayNode all = body.putArray("messages");
        question.messages()
                .forEach(message -> all.addObject().put("role", message.role()).put("content", message.content()));
        return HttpRequest.newBuilder(URI.create(baseUrl + "/chat/completions"))
                .header("Authorization", "Bearer " + apiKey)
                .header("Content-Type", "application/json")
                .timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
    }

    private static Reply said(JsonNode body) {
        JsonNode cortado = body.path("cortado");
        return new Reply.Said(
                body.path("choices").path(0).path("message").path("content").asText(""),
                body.path("usage").path("completion_tokens").asInt(),
                NanoUsd.ofUsd(cortado.path("cost_usd").asText()),
                cortado.path("variant").asText(),
                cortado.path("check").path("result").asText(""));
    }

    /// The first of these models that the platform does not list as one that answers now.
    public Optional<String> missing(Iterable<String> models) throws IOException, InterruptedException {
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
