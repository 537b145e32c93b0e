package dev.cortado.bench.engine;

import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.PreparedPrompt;
import dev.cortado.inference.engine.PromptPreparation;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Prompts of a wished length, all different from their first words on, that ask for a long answer.
final class Prompts {

    private static final String[] WORDS = {
        "river", "stone", "market", "window", "garden", "letter", "engine", "winter", "bridge", "candle", "forest",
        "harbour", "kitchen", "ladder", "meadow", "orchard", "pencil", "quarry", "saddle", "teapot", "valley", "wagon"
    };
    private static final String TASK = " Write a very long story with all of these words.";

    private final Engine engine;
    private final SplittableRandom random;

    Prompts(Engine engine, long seed) {
        this.engine = engine;
        this.random = new SplittableRandom(seed);
    }

    List<Prompt> some(int count, int tokens) {
        return IntStream.range(0, count).mapToObj(n -> one(tokens)).toList();
    }

    /// The longest prompt of at most so many tokens.
    Prompt one(int tokens) {
        StringBuilder words = new StringBuilder();
        Prompt longest = prompt(TASK);
        int step = Math.max(1, tokens / 2);
        while (step > 0) {
            int before = words.length();
            for (int n = 0; n < step; n++) {
                words.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
            }
            Prompt longer = prompt(words + TASK);
            if (longer.size() <= tokens) {
                longest = longer;
            } else {
                words.setLength(before);
                step /= 2;
            }
        }
        if (longest.size() > tokens) {
            throw new IllegalStateException("the template alone takes " + longest.size() + " tokens");
        }
        return longest;
    }

    private Prompt prompt(String text) {
        return switch (engine.prepare(Prompt.conversation(text))) {
            case PromptPreparation.Prepared(PreparedPrompt tokens) -> new Prompt(text, tokens);
            case PromptPreparation.Unrenderable(String reason) -> throw new IllegalStateException(reason);
            case PromptPreparation.Unsupported(String field, String reason) ->
                throw new IllegalStateException(field + ": " + reason);
        };
    }
}
