package dev.cortado.bench.frontier;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the launcher wants asked, and where; read from the file that it writes, which only this user may read.
///
/// @param baseUrl of the stack's gateway, ends in `/v1`
/// @param apiKey of a tenant with money enough
/// @param routerMetrics where the router tells its metrics: nothing is asked before it predicts
/// @param large the variant that always answers in the comparison
/// @param singles variants on the calibrated hull, of which fixed mixes are made
/// @param alsoAsked further variants that must answer before anything is asked
/// @param profile prompt profile that some of the tasks name; null where no variant was trained for one
/// @param tasks how many held-out tasks are asked
/// @param streams asked at the same time
record FrontierPlan(
        String baseUrl,
        String apiKey,
        String routerMetrics,
        String large,
        List<String> singles,
        List<String> alsoAsked,
        @Nullable ProfileTasks profile,
        int tasks,
        int streams) {

    FrontierPlan {
        singles = List.copyOf(singles);
        alsoAsked = List.copyOf(alsoAsked);
        if (tasks < 1 || streams < 1) {
            throw new IllegalArgumentException("at least one task and one stream");
        }
    }

    /// @param name as the requests say it
    /// @param taskFile its tasks, of which the held-out half is asked
    record ProfileTasks(String name, String taskFile) {}

    static FrontierPlan read(Path file) throws IOException {
        return new ObjectMapper().readValue(file.toFile(), FrontierPlan.class);
    }

    /// The key must not slip into a log.
    @Override
    public String toString() {
        return baseUrl + ", " + tasks + " tasks";
    }
}
