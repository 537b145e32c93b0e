package dev.cortado.inference.engine;

import dev.cortado.contracts.unit.TokenCount;
import java.time.Instant;
import java.util.List;

/// What to generate, and until when.
///
/// @param tenant who shares the engine
/// @param adapter under which the model runs
/// @param completionMax the most tokens to draw, at least 1; with the prompt at most the context
/// @param stops texts that end the completion and are not part of it
/// @param startBy not started later than this
/// @param finishBy ended at the first step after this
public record GenerationOrder(
        Tenant tenant,
        AdapterUse adapter,
        PreparedPrompt prompt,
        TokenCount completionMax,
        Sampling sampling,
        List<String> stops,
        Instant startBy,
        Instant finishBy) {

    public GenerationOrder {
        stops = List.copyOf(stops);
        if (prompt.size() == 0 || completionMax.count() < 1) {
            throw new IllegalArgumentException("a generation needs a prompt and room for one token");
        }
    }

    /// An order of nobody in particular, such as the warm-up's.
    public GenerationOrder(
            PreparedPrompt prompt,
            TokenCount completionMax,
            Sampling sampling,
            List<String> stops,
            Instant startBy,
            Instant finishBy) {
        this(Tenant.UNNAMED, AdapterUse.NONE, prompt, completionMax, sampling, stops, startBy, finishBy);
    }

    /// The same order under an adapter.
    public GenerationOrder under(AdapterUse other) {
        return new GenerationOrder(tenant, other, prompt, completionMax, sampling, stops, startBy, finishBy);
    }
}
