package dev.cortado.router.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.router.features.PromptFeatures;
import dev.cortado.router.features.PromptReader;
import dev.cortado.router.features.Sentence;
import dev.cortado.router.features.TokenVectors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
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
    private static final Sentence FIRST = new Sentence("some model", new float[] {1, 0});
    private static final Sentence SECOND = new Sentence("some model", new float[] {0, 1});
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

    @Test
    void sentences_tellWhatFeaturesCannot_alsoAfterAModelWasStored() throws IOException {
        UtilityModel model = stored(UtilityModel.fit(toldBySentences(400), 7));
        PromptFeatures prompt = READER.read("What is 31 plus 57?");
        Prediction good = model.predict(prompt.with(FIRST));
        Prediction bad = model.predict(prompt.with(SECOND));
        assertTrue(good.scores()[0] - bad.scores()[0] > .5, good.scores()[0] + " and " + bad.scores()[0]);
        assertTrue(good.utilities()[0] > bad.utilities()[0]);
    }

    @Test
    void sentences_ofAnotherModel_haveNoSay() {
        UtilityModel model = UtilityModel.fit(toldBySentences(400), 7);
        PromptFeatures prompt = READER.read("What is 31 plus 57?");
        Prediction unread = model.predict(prompt);
        Prediction other = model.predict(prompt.with(new Sentence("another model", new float[] {1, 0, 0})));
        assertArrayEquals(unread.utilities(), other.utilities());
        assertArrayEquals(unread.lowerBounds(), other.lowerBounds());
    }

    @Test
    void aPromptThatWasNotRead_isPredictedAsWithoutASecondStage() {
        Ratings worded = ratings(400, 6);
        List<PromptFeatures> read = new ArrayList<>();
        for (int i = 0; i < worded.size(); i++) {
            read.add(worded.prompts().get(i).with(worded.scores()[0][i] > 0 ? FIRST : SECOND));
        }
        Prediction without = UtilityModel.fit(worded, 7).predict(READER.read("What is 31 plus 57?"));
        UtilityModel model = UtilityModel.fit(new Ratings(read, worded.scores()), 7);
        Prediction unread = model.predict(READER.read("What is 31 plus 57?"));
        assertArrayEquals(without.utilities(), unread.utilities(), 1e-9);
        assertArrayEquals(without.lowerBounds(), unread.lowerBounds(), 1e-9);
        assertArrayEquals(without.upperBounds(), unread.upperBounds(), 1e-9);
        assertEquals(
                1, model.predict(READER.read("What is 31 plus 57?").with(FIRST)).utilities()[0], .03);
    }

    @Test
    void sentences_ofSomePromptsOnly_areNotLearntFrom() {
        Ratings all = toldBySentences(400);
        List<PromptFeatures> some = new ArrayList<>(all.prompts());
        some.set(17, READER.read("What is 3 plus 4?"));
        UtilityModel model = UtilityModel.fit(new Ratings(some, all.scores()), 7);
        PromptFeatures prompt = READER.read("What is 31 plus 57?");
        assertArrayEquals(
                model.predict(prompt).utilities(),
                model.predict(prompt.with(FIRST)).utilities());
    }

    /// Sums and capitals, of which neither is answered better; what the sentences mean tells which answers are right.
    private static Ratings toldBySentences(int count) {
        SplittableRandom random = new SplittableRandom(count);
        Ratings worded = ratings(count, 5);
        List<PromptFeatures> prompts = new ArrayList<>();
        double[][] scores = new double[1][count];
        for (int i = 0; i < count; i++) {
            boolean first = random.nextBoolean();
            prompts.add(worded.prompts().get(i).with(first ? FIRST : SECOND));
            scores[0][i] = random.nextInt(10) < (first ? 9 : 1) ? 1 : 0;
        }
        return new Ratings(prompts, scores);
    }

    private static UtilityModel stored(UtilityModel model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        model.write(new DataOutputStream(bytes));
        return UtilityModel.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
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
