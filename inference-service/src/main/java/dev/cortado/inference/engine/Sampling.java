package dev.cortado.inference.engine;

import java.util.OptionalLong;

/// How the next token is drawn.
///
/// @param temperature 0 is greedy: always the likeliest token
/// @param topP share of probability that stays eligible, above 0 to 1
/// @param seed the same seed and request draw the same tokens; empty: a random one
/// @param presencePenalty subtracted once from the logit of a token that has occurred in the completion, -2 to 2
/// @param frequencyPenalty subtracted for each occurrence, -2 to 2
public record Sampling(
        double temperature, double topP, OptionalLong seed, double presencePenalty, double frequencyPenalty) {

    public static final double PENALTY_MAX = 2;
    public static final double TEMPERATURE_MAX = 2;

    public Sampling {
        within("temperature", temperature, 0, TEMPERATURE_MAX);
        within("top_p", topP, 0, 1);
        within("presence_penalty", presencePenalty, -PENALTY_MAX, PENALTY_MAX);
        within("frequency_penalty", frequencyPenalty, -PENALTY_MAX, PENALTY_MAX);
    }

    public static Sampling greedy() {
        return new Sampling(0, 1, OptionalLong.empty(), 0, 0);
    }

    public boolean isGreedy() {
        return temperature == 0;
    }

    public boolean penalises() {
        return presencePenalty != 0 || frequencyPenalty != 0;
    }

    private static void within(String name, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", not " + value);
        }
    }
}
