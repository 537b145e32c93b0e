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

/// The router's own timing of requests that had all at hand, as its metrics tell it: how many took at most so long.
///
/// @param atMost counts by upper bound in seconds, each bound's with all below
record RouterHistogram(NavigableMap<Double, Double> atMost) {

    /// From choice to hold and placement.
    static final String ADMISSIONS = "cortado_router_admissions_seconds";

    /// From request to decision: admission, and choosing before it.
    static final String ROUTES = "cortado_router_routes_seconds";

    private static final String BOUND = "le=\"";

    /// What the router at this port tells now.
    static String metrics(int port) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest question = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/metrics"))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return http.send(question, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    /// @param timer one of the above
    /// @param metrics in Prometheus's text form
    static RouterHistogram of(String timer, String metrics) {
        NavigableMap<Double, Double> atMost = new TreeMap<>();
        metrics.lines()
                .filter(line -> line.startsWith(timer + "_bucket{")
                        && line.contains("asked_accounting=\"false\"")
                        && (line.contains("outcome=\"Routed\"") || !line.contains("outcome=")))
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

    /// The bound that this share of the requests stayed within: the true quantile is at most that.
    double micros(double share) {
        if (atMost.isEmpty()) {
            throw new IllegalStateException("the router tells nothing of this timer; has it another version?");
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
