package dev.cortado.bench.soak;

import dev.cortado.contracts.v1.SamplingOptions;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/// Draws random generations: texts, lengths, samplings, adapters, organisations, and when the client leaves.
final class Wishes {

    private static final String[] WORDS = {
        "river",
        "stone",
        "market",
        "Größe",
        "garden",
        "letter",
        "猫",
        "winter",
        "bridge",
        "candle",
        "forêt",
        "№ 7",
        "kitchen",
        "ladder",
        "meadow",
        "<|im_end|>",
        "pencil",
        "quarry",
        "{\"a\": 1}",
        "teapot",
        "valley",
        "🙂"
    };
    private static final int ORGANISATIONS = 5;
    private static final int WORDS_MAX = 12;
    private static final int COMPLETION_MAX = 12;

    private final SplittableRandom random;
    private final List<String> adapters;
    private final String base;

    Wishes(String base, List<String> adapters, SplittableRandom random) {
        this.base = base;
        this.adapters = List.copyOf(adapters);
        this.random = random;
    }

    /// @param adapter asked for by name on the base; empty: the variant as it is
    /// @param leavesAfter pieces of text; empty: it stays to the end
    record Wish(
            String variant,
            String adapter,
            double scale,
            String organisation,
            String text,
            int completionMax,
            SamplingOptions sampling,
            OptionalInt leavesAfter) {}

    Wish next() {
        boolean adapted = random.nextInt(3) > 0;
        String adapter = adapters.get(random.nextInt(adapters.size()));
        boolean named = adapted && random.nextInt(3) == 0;
        return new Wish(
                adapted && !named ? adapter : base,
                named ? adapter : "",
                named ? 0.25 * (1 + random.nextInt(4)) : 0,
                "organisation-" + random.nextInt(ORGANISATIONS),
                text(),
                1 + random.nextInt(COMPLETION_MAX),
                sampling(),
                random.nextInt(5) == 0 ? OptionalInt.of(random.nextInt(4)) : OptionalInt.empty());
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int words = 1 + random.nextInt(WORDS_MAX);
        for (int n = 0; n < words; n++) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        return text.toString();
    }

    private SamplingOptions sampling() {
        SamplingOptions.Builder sampling = SamplingOptions.newBuilder().setTemperature(random.nextInt(3) * 0.5);
        if (random.nextInt(4) == 0) {
            sampling.setSeed(random.nextLong());
        }
        if (random.nextInt(4) == 0) {
            sampling.setPresencePenalty(0.5).setFrequencyPenalty(0.5);
        }
        if (random.nextInt(4) == 0) {
            sampling.setTopP(0.9);
        }
        return sampling.build();
    }
}
