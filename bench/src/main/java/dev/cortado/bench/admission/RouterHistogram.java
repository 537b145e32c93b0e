package dev.cortado.bench.admission;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// The router's own timing of admissions that had all at hand, as its metrics tell it: how many took at most so long.
///
/// @param atMost counts by upper bound in seconds, each bound's with all below
record RouterHistogram(NavigableMap<Double, Double> atMost) {

    private static final String BUCKET = "cortado_router_routes_seconds_bucket{";
    private static final String BOUND = "le=\"";

    /// Reads what the router at this port tells now.
    static RouterHistogram read(int port) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest question = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/metrics"))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return of(http.send(question, HttpResponse.BodyHandlers.ofString()).body());
        }
    }

    /// @param metrics in Prometheus's text form
    static RouterHistogram of(String metrics) {
        NavigableMap<Double, Double> atMost = new TreeMap<>();
        metrics.lines()
                .filter(line -> line.startsWith(BUCKET)
                        && line.contains("asked_accounting=\"false\"")
                        && line.contains("outcome=\"Routed\""))
                .forEach(line -> {
                    String bound = line.substring(line.indexOf(BOUND) + BOUND.length());
                    atMost.put(
                            seconds(bound.substring(0, bound.indexOf('"'))),
                            Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)));
                });
        return new RouterHistogram(atMost);
    }

    private static double seconds(String bound) {
        return bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound);
    }

    RouterHistogram since(RouterHistogram before) {
        NavigableMap<Double, Double> difference = new TreeMap<>();
        atMost.forEach((bound, count) -> difference.put(bound, count - before.atMost.getOrDefault(bound, 0.0)));
        return new RouterHistogram(difference);
    }

    /// The bound that this share of the admissions stayed within: the true quantile is at most that.
    double micros(double share) {
        if (atMost.isEmpty()) {
            throw new IllegalStateException("the router tells no admissions; has it another version?");
        }
        double all = atMost.lastEntry().getValue();
        return atMost.entrySet().stream()
                        .filter(bucket -> bucket.getValue() >= share * all)
                        .mapToDouble(Map.Entry::getKey)
                        .min()
                        .orElse(Double.POSITIVE_INFINITY)
                * 1e6;
    }
}
