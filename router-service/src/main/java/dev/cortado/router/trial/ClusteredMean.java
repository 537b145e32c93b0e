package dev.cortado.router.trial;

import dev.cortado.router.learn.OffPolicy.Estimate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A mean over requests of which those of one unit, a user, have something in common. Its variance is that of the sums
/// of residuals by unit (Liang and Zeger, Biometrika 73, 1986):
///
/// ```
/// var = C/(C − 1) · Σ over units (Σ over its requests (y − mean))² / n²        C units, n requests
/// ```
///
/// Where each request is a unit of its own that is the usual variance of a mean.
final class ClusteredMean {

    /// Standard deviations of a normal distribution that hold 95 %.
    private static final double DEVIATIONS = 1.959964;

    private final Map<Long, Sum> units = new HashMap<>();
    private double sum;
    private long count;

    /// @param value of all of a unit's requests
    private record Sum(double value, long count) {

        Sum plus(Sum other) {
            return new Sum(value + other.value, count + other.count);
        }
    }

    void add(long unit, double value) {
        units.merge(unit, new Sum(value, 1), Sum::plus);
        sum += value;
        count++;
    }

    long count() {
        return count;
    }

    int units() {
        return units.size();
    }

    double mean() {
        return sum / count;
    }

    private double variance() {
        double mean = mean();
        double squares = 0;
        for (Sum unit : units.values()) {
            double residual = unit.value() - unit.count() * mean;
            squares += residual * residual;
        }
        double clusters = units.size();
        return clusters / (clusters - 1) * squares / count / count;
    }

    private boolean isTold() {
        return units.size() > 1;
    }

    /// Empty where there are fewer than two units.
    Optional<Estimate> estimate() {
        return isTold() ? Optional.of(around(mean(), variance())) : Optional.empty();
    }

    /// This mean less another of other units; empty where either is not known.
    Optional<Estimate> less(ClusteredMean other) {
        return isTold() && other.isTold()
                ? Optional.of(around(mean() - other.mean(), variance() + other.variance()))
                : Optional.empty();
    }

    private static Estimate around(double mean, double variance) {
        double half = DEVIATIONS * Math.sqrt(variance);
        return new Estimate(mean, mean - half, mean + half);
    }
}
