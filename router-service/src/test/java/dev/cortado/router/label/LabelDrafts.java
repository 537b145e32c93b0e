package dev.cortado.router.label;

import static dev.cortado.router.decide.World.LARGE;
import static dev.cortado.router.decide.World.SMALL;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Labels for tests.
public final class LabelDrafts {

    private LabelDrafts() {}

    /// Sums, all of which the large variant does and the small one does not.
    public static LabelDraft smallFailsAtSums(int prompts) {
        return new LabelDraft(
                "sums.csv",
                IntStream.range(0, prompts).mapToObj(LabelDrafts::sum).toList());
    }

    private static LabelledPrompt sum(int i) {
        return new LabelledPrompt(
                "What is " + i + " plus " + (i * 7 % 90) + "?", "", Map.of(SMALL, 0.0, LARGE, 1.0), Map.of(SMALL, 9));
    }

    static LabelDraft of(LabelledPrompt... prompts) {
        return new LabelDraft("a.csv", List.of(prompts));
    }
}
