package dev.cortado.router.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.router.features.PromptFeatures;
import dev.cortado.router.features.PromptReader;
import dev.cortado.router.features.TokenVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// A world of two kinds of prompts: the first variant answers sums in nine of ten cases and capitals in one of ten, the
/// second the other way round, the third half of all.
class UtilityModelTest {

    private static final PromptReader READER = new PromptReader(TokenVectors.shipped());
    private static final String[] COUNTRIES = {
        "France", "Peru", "Japan", "Kenya", "Norway", "Chile", "Egypt", "India", "Cuba", "Mali"
    };
    private static final UtilityModel MODEL = UtilityModel.fit(ratings(300, 1), 7);

    @Test
    void utility_followsTheKindOfPrompt() {
        Prediction sum = MODEL.predict(READER.read("What is 31 plus 57?"));
        assertEquals(.9, sum.utilities()[0], .12);
        assertEquals(.1, sum.utilities()[1], .12);
        assertEquals(.5, sum.utilities()[2], .2);
        Prediction capital = MODEL.predict(READER.read("Name the capital city of Sweden."));
        assertEquals(.1, capital.utilities()[0], .12);
        assertEquals(.9, capital.utilities()[1], .12);
    }

    @Test
    void utilities_areCalibratedOnPromptsUnseen() {
        Ratings unseen = ratings(400, 2);
        for (int v = 0; v < 3; v++) {
            double predicted = 0;
            for (PromptFeatures prompt : unseen.prompts()) {
                predicted += MODEL.predict(prompt).utilities()[v] / unseen.size();
            }
            assertEquals(unseen.mean(v), predicted, .07);
        }
    }

    @Test
    void bounds_lieAroundTheUtility() {
        Prediction sum = MODEL.predict(READER.read("What is 12 plus 8?"));
        for (int v = 0; v < 3; v++) {
            assertTrue(sum.lowerBounds()[v] <= sum.utilities()[v]);
            assertTrue(sum.lowerBounds()[v] > sum.utilities()[v] - .5);
            assertTrue(sum.upperBounds()[v] >= sum.utilities()[v]);
            assertTrue(sum.upperBounds()[v] < sum.utilities()[v] + .5);
        }
    }

    @Test
    void aStranger_isToldByItsLengthAlone() {
        Prediction one = MODEL.predict(READER.read("zxqj vvkw blorptang frimzil"));
        Prediction other = MODEL.predict(READER.read("wkvv jqxz gnatprolb lizmirf"));
        Prediction sum = MODEL.predict(READER.read("What is 31 plus 57?"));
        Prediction capital = MODEL.predict(READER.read("Name the capital city of Peru."));
        assertTrue(one.familiarity() < sum.familiarity());
        assertEquals(one.scores()[0], other.scores()[0], .1);
        assertTrue(sum.scores()[0] - capital.scores()[0] > 1);
    }

    @Test
    void theSameSeed_predictsTheSame() {
        PromptFeatures prompt = READER.read("What is 3 plus 4?");
        UtilityModel again = UtilityModel.fit(ratings(300, 1), 7);
        assertArrayEquals(
                MODEL.predict(prompt).utilities(), again.predict(prompt).utilities());
    }

    @Test
    void ratings_thatCannotBeLearntFrom_areRefused() {
        List<PromptFeatures> prompts = ratings(30, 3).prompts();
        assertThrows(IllegalArgumentException.class, () -> new Ratings(prompts, new double[1][29]));
        assertThrows(IllegalArgumentException.class, () -> new Ratings(prompts.subList(0, 19), new double[1][19]));
        double[][] unknown = new double[1][30];
        unknown[0][4] = Double.NaN;
        assertThrows(IllegalArgumentException.class, () -> new Ratings(prompts, unknown));
    }

    @Test
    void scoresThatNeverDiffer_arePredictedAsTheyAre() {
        List<PromptFeatures> prompts = ratings(60, 4).prompts();
        UtilityModel model = UtilityModel.fit(new Ratings(prompts, new double[1][60]), 1);
        assertEquals(0, model.predict(READER.read("Anything at all?")).utilities()[0]);
    }

    private static Ratings ratings(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<PromptFeatures> prompts = new ArrayList<>();
        double[][] scores = new double[3][count];
        for (int i = 0; i < count; i++) {
            boolean sum = random.nextBoolean();
            prompts.add(READER.read(
                    sum
                            ? "What is " + random.nextInt(90) + " plus " + random.nextInt(90) + "?"
                            : "Name the capital city of " + COUNTRIES[random.nextInt(COUNTRIES.length)] + "."));
            scores[0][i] = random.nextInt(10) < (sum ? 9 : 1) ? 1 : 0;
            scores[1][i] = random.nextInt(10) < (sum ? 1 : 9) ? 1 : 0;
            scores[2][i] = random.nextInt(2);
        }
        return new Ratings(prompts, scores);
    }
}
