package dev.cortado.inference.attempt;

import dev.cortado.inference.attempt.AttemptCall.Wanted;
import dev.cortado.inference.engine.Capability;
import dev.cortado.inference.engine.EngineDescription;
import dev.cortado.inference.engine.ResponseFormat;
import dev.cortado.inference.engine.Sampling;
import java.util.Optional;

/// Whether an engine is able to do what a request asks beyond a plain text.
final class Abilities {

    private Abilities() {}

    /// A wish that the engine does not serve.
    ///
    /// @param field what the client calls it
    record Lack(String field, String message) {}

    static Optional<Lack> lack(EngineDescription engine, Wanted wanted) {
        Sampling sampling = wanted.sampling();
        boolean calls = wanted.conversation().messages().stream()
                .anyMatch(message -> !message.calls().isEmpty());
        return Optional.<Lack>empty()
                .or(() -> lack(engine, Capability.N, sampling.choices() > 1, "n"))
                .or(() -> tooMany(engine, sampling.choices()))
                .or(() ->
                        lack(engine, Capability.LOGPROBS, sampling.topLogprobs().isPresent(), "logprobs"))
                .or(() -> lack(
                        engine, Capability.LOGIT_BIAS, !sampling.logitBias().isEmpty(), "logit_bias"))
                .or(() -> unknownToken(engine, sampling))
                .or(() -> lack(
                        engine, Capability.TOOLS, !wanted.conversation().tools().isNone() || calls, "tools"))
                .or(() -> format(engine, wanted.conversation().format()));
    }

    private static Optional<Lack> format(EngineDescription engine, ResponseFormat format) {
        return switch (format) {
            case ResponseFormat.Text() -> Optional.empty();
            case ResponseFormat.JsonObject() -> lack(engine, Capability.JSON_OBJECT, true, "response_format");
            case ResponseFormat.JsonSchema _ -> lack(engine, Capability.JSON_SCHEMA, true, "response_format");
        };
    }

    private static Optional<Lack> lack(EngineDescription engine, Capability capability, boolean asked, String field) {
        return asked && !engine.capabilities().contains(capability)
                ? Optional.of(new Lack(field, field + ": not served by this variant"))
                : Optional.empty();
    }

    private static Optional<Lack> unknownToken(EngineDescription engine, Sampling sampling) {
        int tokens = engine.vocabularyTokens();
        return sampling.logitBias().keySet().stream()
                .filter(token -> token < 0 || (tokens > 0 && token >= tokens))
                .findFirst()
                .map(token -> new Lack("logit_bias", "logit_bias: " + token + " is no token of this variant"));
    }

    private static Optional<Lack> tooMany(EngineDescription engine, int choices) {
        return choices > engine.slots()
                ? Optional.of(new Lack("n", "n: this variant gives at most " + engine.slots() + " choices"))
                : Optional.empty();
    }
}
