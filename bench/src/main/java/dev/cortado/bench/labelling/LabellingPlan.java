package dev.cortado.bench.labelling;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the launcher wants labelled, and where; read from the file that it writes, which only this user may read.
///
/// @param baseUrl of the stack's gateway, ends in `/v1`
/// @param apiKey of the tenant that pays
/// @param prompts file of tasks, JSONL
/// @param judge the variant that scores answers to prompts without a check; null where each must have one
/// @param journal where answers are kept as they come
/// @param labels the file to write
/// @param streams asked at the same time
record LabellingPlan(
        String baseUrl,
        String apiKey,
        String prompts,
        List<String> variants,
        @Nullable String judge,
        String journal,
        String labels,
        int streams) {

    LabellingPlan {
        variants = List.copyOf(variants);
        if (variants.isEmpty() || streams < 1) {
            throw new IllegalArgumentException("at least one variant and one stream");
        }
    }

    static LabellingPlan read(Path file) throws IOException {
        return new ObjectMapper().readValue(file.toFile(), LabellingPlan.class);
    }

    /// The key must not slip into a log.
    @Override
    public String toString() {
        return baseUrl + ", " + prompts;
    }
}
