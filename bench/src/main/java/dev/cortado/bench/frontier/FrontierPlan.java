package dev.cortado.bench.frontier;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What the launcher wants asked, and where; read from the file that it writes, which only this user may read.
///
/// @param baseUrl of the stack's gateway, ends in `/v1`
/// @param apiKey of a tenant with money enough
/// @param routerMetrics where the router tells its metrics: nothing is asked before it predicts
/// @param large the variant that always answers in the comparison
/// @param singles variants on the calibrated hull, of which fixed mixes are made
/// @param tasks how many held-out tasks are asked
/// @param streams asked at the same time
record FrontierPlan(
        String baseUrl,
        String apiKey,
        String routerMetrics,
        String large,
        List<String> singles,
        int tasks,
        int streams) {

    FrontierPlan {
        singles = List.copyOf(singles);
        if (tasks < 1 || streams < 1) {
            throw new IllegalArgumentException("at least one task and one stream");
        }
    }

    static FrontierPlan read(Path file) throws IOException {
        return new ObjectMapper().readValue(file.toFile(), FrontierPlan.class);
    }

    /// The key must not slip into a log.
    @Override
    public String toString() {
        return baseUrl + ", " + tasks + " tasks";
    }
}
