package dev.cortado.router.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.router.learn.RatedWorld.Asked;
import dev.cortado.router.learn.RatedWorld.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CorrectionsTest {

    private static final int WORDS_MAX = 10_000;
    private static final int SEEDS = 4;
    private static final double POINTS_5 = .05;
    private static final double POINTS_2 = .02;

    private final RatedWorld world = new RatedWorld(11);
    private final Corrections corrections = new Corrections(PromptView.of(world.reference()), WORDS_MAX);

    @Test
    void share_ratingsOfTheBadKindOnly_fallsThereAndStaysElsewhere() {
        for (int seed = 0; seed < SEEDS; seed++) {
            learns(seed, 200, List.of(Kind.TRANSLATE));
        }
    }

    @Test
    void share_ratingsOfAllKinds_fallsAfterTwoHundredOfTheBadKind() {
        for (int seed = 0; seed < SEEDS; seed++) {
            learns(seed, 800, List.of(Kind.values()));
        }
    }

    /// @param kinds take turns
    private static void learns(int seed, int ratings, List<Kind> kinds) {
        RatedWorld world = new RatedWorld(seed);
        Corrections corrections = new Corrections(PromptView.of(world.reference()), WORDS_MAX);
        List<Double> before = shares(corrections);
        assertTrue(before.getFirst() >= .8, () -> "before: " + before);
        for (int i = 0; i < ratings; i++) {
            Asked asked = world.ask(kinds.get(i % kinds.size()));
            int picked = world.pick(corrections, asked).candidate();
            corrections.rated(
                    RatedWorld.VARIANTS.get(picked),
                    asked.prompt(),
                    asked.predicted()[picked],
                    world.score(asked, picked));
        }
        List<Double> after = shares(corrections);
        String told = "seed " + seed + ": before " + before + ", after " + after;
        assertTrue(after.getFirst() <= .2 + RatedWorld.EXPLORATION.floor(), told);
        for (int kind = 1; kind < before.size(); kind++) {
            assertEquals(before.get(kind), after.get(kind), POINTS_5, told);
        }
        List<Double> restarted = shares(Corrections.ofBytes(corrections.toBytes(), WORDS_MAX));
        for (int kind = 0; kind < after.size(); kind++) {
            assertEquals(after.get(kind), restarted.get(kind), POINTS_2, told);
        }
    }

    /// Of each kind, the one of translations first; of the same prompts each time.
    private static List<Double> shares(Corrections corrections) {
        return Arrays.stream(Kind.values())
                .map(kind -> new RatedWorld(99).share(corrections, kind))
                .toList();
    }

    @Test
    void corrected_neverRated_isAsPredicted() {
        Asked asked = world.ask(Kind.SUM);
        corrections.rated("small", asked.prompt(), .5, 0);
        assertEquals(.7, corrections.corrected("large", asked.prompt(), .7));
    }

    @Test
    void corrected_manyRatings_staysWithinNoughtAndOne() {
        Asked asked = world.ask(Kind.SUM);
        for (int i = 0; i < 50; i++) {
            corrections.rated("small", asked.prompt(), .9, 0);
            corrections.rated("large", asked.prompt(), .1, 1);
        }
        assertTrue(corrections.corrected("small", asked.prompt(), .1) == 0);
        assertTrue(corrections.corrected("large", asked.prompt(), .95) == 1);
    }

    @Test
    void corrected_theWorldTurns_followsTheLaterRatings() {
        Asked asked = world.ask(Kind.SUM);
        for (int i = 0; i < 1000; i++) {
            corrections.rated("small", asked.prompt(), .5, i < 500 ? 1 : 0);
        }
        for (int i = 0; i < 4000; i++) {
            corrections.rated("small", asked.prompt(), .5, 0);
        }
        assertEquals(.05, corrections.corrected("small", asked.prompt(), .5), .08);
    }

    @Test
    void revised_soonAfter_isAsIfTheOtherResidualHadBeenLearnt() {
        PromptView view = PromptView.of(world.reference());
        Corrections revised = new Corrections(view, WORDS_MAX);
        Corrections direct = new Corrections(view, WORDS_MAX);
        List<Asked> asked =
                IntStream.range(0, 200).mapToObj(_ -> world.ask(Kind.TRANSLATE)).toList();
        int behind = 5;
        for (int i = 0; i < asked.size() + behind; i++) {
            if (i < asked.size()) {
                revised.observed("small", asked.get(i).prompt(), new Observation.Fresh(.2));
                direct.observed("small", asked.get(i).prompt(), new Observation.Fresh(-.6));
            }
            if (i >= behind) {
                revised.observed("small", asked.get(i - behind).prompt(), new Observation.Revised(-.8));
            }
        }
        double learnt = 0;
        for (Asked each : asked) {
            double expected = direct.corrected("small", each.prompt(), .9);
            assertEquals(expected, revised.corrected("small", each.prompt(), .9), POINTS_5);
            learnt += .9 - expected;
        }
        assertTrue(learnt / asked.size() > .1, "so much was learnt of each: " + learnt / asked.size());
    }

    @Test
    void rated_scoreOutOfBounds_isRefused() {
        Asked asked = world.ask(Kind.SUM);
        assertThrows(IllegalArgumentException.class, () -> corrections.rated("small", asked.prompt(), .5, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> corrections.rated("small", asked.prompt(), .5, 1.01));
    }

    @Test
    void ofBytes_cutOffOrOfAnotherFormat_isRefused() {
        byte[] bytes = corrections.toBytes();
        byte[] cut = Arrays.copyOf(bytes, bytes.length / 2);
        assertThrows(IllegalArgumentException.class, () -> Corrections.ofBytes(cut, WORDS_MAX));
        bytes[3] = 9;
        assertThrows(IllegalArgumentException.class, () -> Corrections.ofBytes(bytes, WORDS_MAX));
    }
}
