package dev.cortado.inference.engine;

import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// How the next token is drawn.
///
/// @param temperature 0 is greedy: always the likeliest token
/// @param topP share of probability that stays eligible, above 0 to 1
/// @param seed the same seed and request draw the same tokens; empty: a random one
/// @param presencePenalty subtracted once from the logit of a token that has occurred in the completion, -2 to 2
/// @param frequencyPenalty subtracted for each occurrence, -2 to 2
/// @param logitBias added to the logits of these tokens, -100 to 100; the ends of that are a ban and a must
/// @param topLogprobs where the likelihoods of drawn tokens are asked for: how many of the likeliest with each, from 0
/// @param choices answers that are drawn for the same prompt, at least 1
public record Sampling(
        double temperature,
        double topP,
        OptionalLong seed,
        double presencePenalty,
        double frequencyPenalty,
        Map<Integer, Double> logitBias,
        OptionalInt topLogprobs,
        int choices) {

    public static final double PENALTY_MAX = 2;
    public static final double TEMPERATURE_MAX = 2;
    public static final double BIAS_MAX = 100;

    public Sampling {
        within("temperature", temperature, 0, TEMPERATURE_MAX);
        within("top_p", topP, 0, 1);
        within("presence_penalty", presencePenalty, -PENALTY_MAX, PENALTY_MAX);
        within("frequency_penalty", frequencyPenalty, -PENALTY_MAX, PENALTY_MAX);
        logitBias = Map.copyOf(logitBias);
        logitBias.values().forEach(bias -> within("logit_bias", bias, -BIAS_MAX, BIAS_MAX));
        if (choices < 1) {
            throw new IllegalArgumentException("n must be at least 1, not " + choices);
        }
    }

    /// One answer, without bias, of which no likelihoods are told.
    public Sampling(
            double temperature, double topP, OptionalLong seed, double presencePenalty, double frequencyPenalty) {
        this(temperature, topP, seed, presencePenalty, frequencyPenalty, Map.of(), OptionalInt.empty(), 1);
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
