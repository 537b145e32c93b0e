package dev.cortado.router.learn;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// What another policy would have brought, from a log of choices whose propensities are known. Both estimates are means
/// over the log; π(a) is how likely the other policy takes candidate a, p the propensity of the one that was taken, y
/// what came of it, ŷ what was predicted to.
///
/// ```
/// inverse propensity   w · y                                   w = π(chosen)/p; Horvitz and Thompson, JASA 47, 1952
/// doubly robust        Σ π(a)·ŷ(a) + w · (y − ŷ(chosen))       Dudík, Langford, Li, ICML 2011
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

    /// A choice of the log, and what another policy would have done in its place.
    ///
    /// @param probabilities of each candidate under that policy; they sum to 1
    public record Judged(LoggedChoice choice, List<Double> probabilities) {

        public Judged {
            probabilities = List.copyOf(probabilities);
            if (probabilities.size() != choice.expected().size()) {
                throw new IllegalArgumentException(probabilities.size() + " probabilities of "
                        + choice.expected().size() + " candidates");
            }
        }

        /// How much the log says of the other policy here.
        private double weight() {
            return probabilities.get(choice.chosen()) / choice.propensity();
        }

        private double inverse() {
            return weight() * choice.outcome();
        }

        private double robust() {
            double expected = 0;
            for (int a = 0; a < probabilities.size(); a++) {
                expected += probabilities.get(a) * choice.expected().get(a);
            }
            return expected + weight() * (choice.outcome() - choice.expected().get(choice.chosen()));
        }
    }

    /// A mean and the interval that holds the true one in 95 of 100 logs.
    public record Estimate(double value, double low, double high) {}

    public static Estimate inversePropensity(List<LoggedChoice> log, Policy policy) {
        return inversePropensity(judged(log, policy));
    }

    public static Estimate doublyRobust(List<LoggedChoice> log, Policy policy) {
        return doublyRobust(judged(log, policy));
    }

    public static Estimate inversePropensity(List<Judged> log) {
        return mean(log.stream().mapToDouble(Judged::inverse).toArray());
    }

    public static Estimate doublyRobust(List<Judged> log) {
        return mean(log.stream().mapToDouble(Judged::robust).toArray());
    }

    /// By how much the first policy brings more than the second, doubly robust on one log: choice by choice, so that
    /// what both would have done alike makes it no less sure.
    public static Estimate difference(List<Judged> first, List<Judged> second) {
        return mean(IntStream.range(0, first.size())
                .mapToDouble(n -> first.get(n).robust() - second.get(n).robust())
                .toArray());
    }

    /// The largest weight: where it is not small beside the number of choices, few of them decide.
    public static double weightMax(List<Judged> log) {
        return log.stream().mapToDouble(Judged::weight).max().orElse(0);
    }

    /// How many choices of equal weight would say as much: `(Σw)² / Σw²` (Kish, Survey Sampling, 1965).
    public static double effective(List<Judged> log) {
        double sum = log.stream().mapToDouble(Judged::weight).sum();
        double squares = log.stream()
                .mapToDouble(Judged::weight)
                .map(weight -> weight * weight)
                .sum();
        return squares == 0 ? 0 : sum * sum / squares;
    }

    private static List<Judged> judged(List<LoggedChoice> log, Policy policy) {
        return log.stream()
                .map(choice -> new Judged(choice, policy.probabilities(choice)))
                .toList();
    }

    private static Estimate mean(double[] parts) {
        if (parts.length < 2) {
            throw new IllegalArgumentException("at least two choices are needed, not " + parts.length);
        }
        double mean = Arrays.stream(parts).average().orElseThrow();
        double squares = Arrays.stream(parts)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        double half = DEVIATIONS * Math.sqrt(squares / (parts.length - 1) / parts.length);
        return new Estimate(mean, mean - half, mean + half);
    }
}
