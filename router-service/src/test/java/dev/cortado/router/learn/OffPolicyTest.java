package dev.cortado.router.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Logs whose truth is known: three candidates, of which the policy in use takes the second with a floor of
/// exploration, and a new policy that takes the third for large requests and the first for small ones.
class OffPolicyTest {

    private static final int CHOICES = 2000;
    private static final int SEEDS = 100;
    private static final int COVERED_MIN = 90;
    private static final Exploration EXPLORATION = new Exploration(.15);

    /// What the predictor holds of candidates, off by this much from the truth.
    private static final double[] OFF = {.1, -.15, .05};

    /// @param value true mean utility under the new policy of the very requests of the log
    private record Log(List<LoggedChoice> choices, double value) {}

    private static double truth(double size, int candidate) {
        return switch (candidate) {
            case 0 -> .9 - .7 * size;
            case 1 -> .7 - .2 * size;
            default -> .75 + .1 * size;
        };
    }

    /// The request's size shows in what is predicted of the second candidate.
    private static List<Double> largeToTheThird(LoggedChoice choice) {
        double size = (.7 - (choice.expected().get(1) - OFF[1])) / .2;
        return size > .5 ? List.of(0., 0., 1.) : List.of(1., 0., 0.);
    }

    private static Log log(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<LoggedChoice> choices = new ArrayList<>();
        for (int i = 0; i < CHOICES; i++) {
            double size = random.nextDouble();
            List<Double> predicted = new ArrayList<>();
            for (int a = 0; a < OFF.length; a++) {
                predicted.add(truth(size, a) + OFF[a]);
            }
            Exploration.Pick pick = EXPLORATION.pick(OFF.length, 1, random);
            double score = random.nextDouble() < truth(size, pick.candidate()) ? 1 : 0;
            choices.add(new LoggedChoice(predicted, pick.candidate(), pick.propensity(), score));
        }
        // Over sizes of 0 to 1: the first candidate's mean on the lower half, the third's on the upper one.
        double value = .5 * (.9 - .7 * .25) + .5 * (.75 + .1 * .75);
        return new Log(choices, value);
    }

    @Test
    void inversePropensity_interval_holdsTheTruthInNineOfTenLogs() {
        covers(log -> OffPolicy.inversePropensity(log, OffPolicyTest::largeToTheThird));
    }

    @Test
    void doublyRobust_interval_holdsTheTruthInNineOfTenLogs() {
        covers(log -> OffPolicy.doublyRobust(log, OffPolicyTest::largeToTheThird));
    }

    private static void covers(Function<List<LoggedChoice>, OffPolicy.Estimate> estimate) {
        int covered = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Log log = log(seed);
            OffPolicy.Estimate one = estimate.apply(log.choices());
            covered += one.low() <= log.value() && log.value() <= one.high() ? 1 : 0;
        }
        int found = covered;
        assertTrue(found >= COVERED_MIN, () -> found + " of " + SEEDS);
    }

    @Test
    void doublyRobust_predictionsOfSomeUse_isSurer() {
        Log log = log(1);
        OffPolicy.Estimate weighed = OffPolicy.inversePropensity(log.choices(), OffPolicyTest::largeToTheThird);
        OffPolicy.Estimate robust = OffPolicy.doublyRobust(log.choices(), OffPolicyTest::largeToTheThird);
        assertTrue(robust.high() - robust.low() < weighed.high() - weighed.low());
    }

    @Test
    void weights_sayHowFewChoicesDecide() {
        List<OffPolicy.Judged> judged = log(1).choices().stream()
                .map(choice -> new OffPolicy.Judged(choice, largeToTheThird(choice)))
                .toList();
        assertEquals(3 / EXPLORATION.floor(), OffPolicy.weightMax(judged), 1e-9);
        long alike = judged.stream()
                .filter(each -> each.probabilities().get(each.choice().chosen()) > 0)
                .count();
        assertEquals((double) alike, OffPolicy.effective(judged), 1e-6);
    }

    @Test
    void difference_ofAPolicyFromItself_isSurelyNothing() {
        List<OffPolicy.Judged> judged = log(3).choices().stream()
                .map(choice -> new OffPolicy.Judged(choice, largeToTheThird(choice)))
                .toList();
        assertEquals(new OffPolicy.Estimate(0, 0, 0), OffPolicy.difference(judged, judged));
    }

    @Test
    void estimate_ofThePolicyInUse_isTheMeanScore() {
        Log log = log(2);
        OffPolicy.Policy inUse = choice -> {
            List<Double> probabilities = new ArrayList<>(Collections.nCopies(3, EXPLORATION.floor() / 3));
            probabilities.set(1, 1 - EXPLORATION.floor() * 2 / 3);
            return probabilities;
        };
        double mean = log.choices().stream()
                .mapToDouble(LoggedChoice::outcome)
                .average()
                .orElseThrow();
        assertEquals(mean, OffPolicy.inversePropensity(log.choices(), inUse).value(), 1e-9);
    }

    @Test
    void estimate_ofNothing_isRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> OffPolicy.inversePropensity(List.of(), OffPolicyTest::largeToTheThird));
        assertThrows(IllegalArgumentException.class, () -> new LoggedChoice(List.of(.5), 0, 0, .5));
        assertThrows(IllegalArgumentException.class, () -> new LoggedChoice(List.of(.5), 1, 1, .5));
    }
}
