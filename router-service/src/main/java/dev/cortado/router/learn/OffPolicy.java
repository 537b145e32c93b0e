package dev.cortado.router.learn;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// What another policy would have brought, from a log of choices whose propensities are known. Both estimates are means
/// over the log; π(a) is how likely the new policy takes candidate a, p the propensity of the one that was taken.
///
/// ```
/// inverse propensity   π(chosen)/p · score                                  Horvitz and Thompson, JASA 47, 1952
/// doubly robust        Σ π(a)·û(a) + π(chosen)/p · (score − û(chosen))      Dudík, Langford, Li, ICML 2011
/// ```
///
/// The second is right where either the propensities or the predictions are, and surer where predictions are any good.
/// Intervals are those of the normal approximation, for logs of hundreds of choices and more.
public final class OffPolicy {

    /// Standard deviations of a normal distribution that hold 95 %.
    private static final double DEVIATIONS = 1.959964;

    private OffPolicy() {}

    /// A policy that is not in use.
    @FunctionalInterface
    public interface Policy {

        /// How likely it takes each candidate; sums to 1.
        List<Double> probabilities(LoggedChoice choice);
    }

    /// @param value mean utility of a request
    /// @param low of the interval that holds the true mean in 95 of 100 logs
    /// @param weightMax the largest π/p: where it is not small beside the number of choices, few of them decide
    public record Estimate(double value, double low, double high, double weightMax) {}

    public static Estimate inversePropensity(List<LoggedChoice> log, Policy policy) {
        return estimate(log, policy, choice -> weight(choice, policy) * choice.score());
    }

    public static Estimate doublyRobust(List<LoggedChoice> log, Policy policy) {
        return estimate(log, policy, choice -> {
            List<Double> probabilities = policy.probabilities(choice);
            double expected = 0;
            for (int a = 0; a < probabilities.size(); a++) {
                expected += probabilities.get(a) * choice.utilities().get(a);
            }
            double off = choice.score() - choice.utilities().get(choice.chosen());
            return expected + weight(choice, policy) * off;
        });
    }

    private static double weight(LoggedChoice choice, Policy policy) {
        return policy.probabilities(choice).get(choice.chosen()) / choice.propensity();
    }

    private static Estimate estimate(List<LoggedChoice> log, Policy policy, ToDoubleFunction<LoggedChoice> part) {
        if (log.size() < 2) {
            throw new IllegalArgumentException("at least two rated choices are needed, not " + log.size());
        }
        double mean = log.stream().mapToDouble(part).average().orElseThrow();
        double squares = log.stream()
                .mapToDouble(part)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        double half = DEVIATIONS * Math.sqrt(squares / (log.size() - 1) / log.size());
        double weightMax =
                log.stream().mapToDouble(choice -> weight(choice, policy)).max().orElseThrow();
        return new Estimate(mean, mean - half, mean + half, weightMax);
    }
}
