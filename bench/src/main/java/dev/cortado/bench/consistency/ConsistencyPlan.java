package dev.cortado.bench.consistency;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;

/// What the launcher wants asked, and where; read from the file that it writes, which only this user may read.
///
/// @param baseUrl of the stack's gateway, ends in `/v1`
/// @param model a tier or a variant
/// @param check that is asked for, as requests write it
/// @param tasks how many of the calibration's half
/// @param streams asked at the same time
record ConsistencyPlan(String baseUrl, String apiKey, String model, String check, int tasks, int streams) {

    ConsistencyPlan {
        if (tasks < 1 || streams < 1) {
            throw new IllegalArgumentException("at least one task and one stream");
        }
    }

    static ConsistencyPlan read(Path file) throws IOException {
        return new ObjectMapper().readValue(file.toFile(), ConsistencyPlan.class);
    }

    /// The key must not slip into a log.
    @Override
    public String toString() {
        return baseUrl + ", " + tasks + " tasks";
    }
}
