package dev.cortado.bench.soak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// What the node's decode steps computed since it started, by its own metrics: counted step by step, where usage is
/// counted generation by generation.
///
/// @param prompt tokens of prompts
/// @param decode tokens of streams: all completion tokens that were taken in again, so not the last of each
record StepCounters(long prompt, long decode) {

    private static final String NAME = "cortado_inference_step_tokens_total";

    static StepCounters read(int managementPort) throws IOException, InterruptedException {
        HttpRequest ask = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/q/metrics"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return of(client.send(ask, HttpResponse.BodyHandlers.ofString()).body());
        }
    }

    /// @param metrics in Prometheus' text format
    static StepCounters of(String metrics) {
        return new StepCounters(sum(metrics, "prompt"), sum(metrics, "decode"));
    }

    private static long sum(String metrics, String kind) {
        return metrics.lines()
                .filter(line -> line.startsWith(NAME) && line.contains("kind=\"" + kind + "\""))
                .mapToLong(line -> Math.round(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))))
                .sum();
    }

    StepCounters minus(StepCounters before) {
        return new StepCounters(prompt - before.prompt, decode - before.decode);
    }
}
