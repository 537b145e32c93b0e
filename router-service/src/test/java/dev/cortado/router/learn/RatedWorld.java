package dev.cortado.router.learn;

import dev.cortado.router.features.PromptFeatures;
import dev.cortado.router.features.PromptReader;
import dev.cortado.router.features.TokenVectors;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Four kinds of prompts and three variants. The predictor holds the middle one good for everything at a fair cost, so
/// that it is preferred throughout; in truth it cannot translate.
public final class RatedWorld {

    static final List<String> VARIANTS = List.of("small", "middle", "large");
    static final int MIDDLE = 1;
    static final Exploration EXPLORATION = new Exploration(.05);

    private static final PromptReader READER = new PromptReader(TokenVectors.shipped());
    private static final double[] COSTS = {.05, .1, .3};
    private static final double[] PREDICTED = {.55, .8, .85};
    private static final double WOBBLE = .06;
    private static final String[] THINGS = {
        "river",
        "library",
        "winter",
        "bicycle",
        "festival",
        "harbour",
        "orchard",
        "museum",
        "engine",
        "violin",
        "market"
    };
    private static final String[] DOINGS = {
        "crosses", "opens near", "reminds us of", "is older than", "belongs to", "lies behind", "waits for", "paid for"
    };

    public enum Kind {
        TRANSLATE,
        SUM,
        CAPITAL,
        CODE
    }

    /// @param predicted utility of each variant
    @SuppressWarnings("ArrayRecordComponent") // Rows of numbers: copies would cost more than what they are for.
    record Asked(Kind kind, PromptFeatures prompt, double[] predicted) {}

    private final SplittableRandom random;

    public RatedWorld(long seed) {
        random = new SplittableRandom(seed);
    }

    /// A fresh prompt.
    public String text(Kind kind) {
        return switch (kind) {
            case TRANSLATE ->
                "Translate into French: The old " + any(THINGS) + " " + any(DOINGS) + " the " + any(THINGS) + ".";
            case SUM -> "What is " + random.nextInt(10, 900) + " plus " + random.nextInt(10, 900) + "?";
            case CAPITAL -> "Which city is the seat of government of the land of the " + any(THINGS) + "?";
            case CODE ->
                "Write a Python function that returns the " + any(THINGS) + " with the most " + any(THINGS)
                        + "s in a list.";
        };
    }

    Asked ask(Kind kind) {
        String text = text(kind);
        double[] predicted = IntStream.range(0, PREDICTED.length)
                .mapToDouble(v -> PREDICTED[v] + random.nextDouble(-WOBBLE, WOBBLE))
                .toArray();
        return new Asked(kind, READER.read(text), predicted);
    }

    List<PromptFeatures> reference() {
        return IntStream.range(0, 400)
                .mapToObj(i -> ask(Kind.values()[i % Kind.values().length]).prompt())
                .toList();
    }

    /// 0 or 1.
    double score(Asked asked, int variant) {
        double truth = variant == MIDDLE && asked.kind() == Kind.TRANSLATE ? .05 : PREDICTED[variant];
        return random.nextDouble() < truth ? 1 : 0;
    }

    Exploration.Pick pick(Corrections corrections, Asked asked) {
        return EXPLORATION.pick(VARIANTS.size(), preferred(corrections, asked), random);
    }

    /// The variant of the greatest corrected utility less its cost.
    static int preferred(Corrections corrections, Asked asked) {
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int v = 0; v < COSTS.length; v++) {
            double worth = corrections.corrected(VARIANTS.get(v), asked.prompt(), asked.predicted()[v]) - COSTS[v];
            best = worth > most ? v : best;
            most = Math.max(most, worth);
        }
        return best;
    }

    /// Share of fresh prompts of a kind that the middle variant answers.
    double share(Corrections corrections, Kind kind) {
        int count = 1000;
        long middle = IntStream.range(0, count)
                .filter(_ -> pick(corrections, ask(kind)).candidate() == MIDDLE)
                .count();
        return (double) middle / count;
    }

    private String any(String[] words) {
        return words[random.nextInt(words.length)];
    }
}
