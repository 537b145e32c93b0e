package dev.cortado.bench.frontier;

import dev.cortado.bench.chat.ChatClient;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.evaluation.item.Task;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/// Asks tasks of the public API as any client would, greedily.
final class Client {

    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final String PREDICTOR = "cortado_router_predictor_version";

    private final ChatClient chat;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Client(String baseUrl, String apiKey) {
        this.chat = new ChatClient(baseUrl, apiKey);
    }

    /// What nobody answers counts as an answer worth nothing.
    Answered ask(String model, AskedTask asked) throws InterruptedException {
        Task task = asked.task();
        return switch (chat.ask(
                new ChatClient.Question(model, task.messages(), task.completionTokensMax(), "", asked.profile()))) {
            case ChatClient.Reply.Said said ->
                new Answered(asked, task.checker().score(said.text()), said.cost(), said.variant());
            case ChatClient.Reply.Silent silent -> {
                System.err.println(task.id() + " of " + model + " has no answer: " + silent.because());
                yield new Answered(asked, 0, NanoUsd.ZERO, "");
            }
        };
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
        return chat.missing(models);
    }
}
