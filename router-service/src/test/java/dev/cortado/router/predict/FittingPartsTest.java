package dev.cortado.router.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.router.features.PromptFeatures;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FittingPartsTest {

    @Test
    void isotonic_poolsNeighboursThatFall() {
        Isotonic curve = Isotonic.fit(new double[] {1, 2, 3, 4}, new double[] {0, 1, 0, 1});
        assertEquals(0, curve.at(1));
        assertEquals(.5, curve.at(2.5));
        assertEquals(.25, curve.at(1.75));
        assertEquals(1, curve.at(9));
        assertEquals(0, curve.at(-9));
    }

    @Test
    void isotonic_givesOneScoreOneValue() {
        assertEquals(.5, Isotonic.fit(new double[] {1, 1}, new double[] {0, 1}).at(1));
        assertEquals(.5, Isotonic.fit(new double[] {1, 1}, new double[] {1, 0}).at(1));
    }

    @Test
    void isotonic_onNoise_risesAndKeepsTheMean() {
        SplittableRandom random = new SplittableRandom(5);
        double[] scores = random.doubles(500).toArray();
        double[] worth = new double[500];
        double mean = 0;
        for (int i = 0; i < 500; i++) {
            worth[i] = random.nextDouble() < scores[i] ? 1 : 0;
            mean += worth[i] / 500;
        }
        Isotonic curve = Isotonic.fit(scores, worth);
        double fitted = 0;
        for (double score : scores) {
            fitted += curve.at(score) / 500;
        }
        assertEquals(mean, fitted, .02);
        for (double at = 0; at < 1; at += .01) {
            assertTrue(curve.at(at) <= curve.at(at + .01));
        }
    }

    @Test
    void sparseRidge_solvesTheNormalEquations() {
        // Rows (1, 0) and (.6, .8); (XᵀX + I) w = Xᵀy with y = (1, 2).
        List<PromptFeatures> prompts = List.of(words(0), words(0, 1));
        SparseRows rows = SparseRows.of(prompts, new float[] {3, 4}, new int[] {0, 1}, 2);
        double[] w = rows.ridge(new double[] {1, 2}, 1);
        assertEquals(1 + 1.2, 2.36 * w[0] + .48 * w[1], 1e-4);
        assertEquals(1.6, .48 * w[0] + 1.64 * w[1], 1e-4);
    }

    @Test
    void residualBounds_areHowFarGroupsLieOff() {
        double[] predicted = new double[100];
        double[] worth = new double[100];
        for (int i = 0; i < 100; i++) {
            predicted[i] = i / 100.0;
            worth[i] = i < 25 ? predicted[i] - .2 : predicted[i];
        }
        ResidualBound fall = ResidualBound.of(predicted, worth);
        assertEquals(-.2, fall.below(.1), 1e-9);
        assertEquals(0, fall.above(.1), 1e-9);
        assertEquals(.2, ResidualBound.of(worth, predicted).above(.1), 1e-9);
        assertEquals(0, ResidualBound.of(predicted, predicted).below(.1));
        assertEquals(0, fall.below(.5), 1e-9);
    }

    private static PromptFeatures words(int... buckets) {
        return new PromptFeatures(new float[1], new float[PromptFeatures.MARKS], buckets, 1);
    }
}
