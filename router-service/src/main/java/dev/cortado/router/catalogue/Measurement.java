package dev.cortado.router.catalogue;

import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.VariantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What a calibration measured of a variant in a pool. What was not measured is empty, never zero.
///
/// @param task `all`, or the class of task that alone was measured, such as an adapter's own
/// @param promptTokens mean of a task
/// @param completionTokens mean of an answer
/// @param prefillTokensPerSecond of one prompt alone: P of the cost model
/// @param occupancies by rising number of streams
/// @param cpuSeconds of the processor a task
/// @param joules a task
/// @param energySource `rapl` where counters counted it, `tdp` where it was reckoned; empty where neither
public record Measurement(
        VariantId variant,
        PoolId pool,
        String task,
        Optional<Utility> utility,
        OptionalDouble promptTokens,
        OptionalDouble completionTokens,
        OptionalDouble prefillTokensPerSecond,
        List<Streams> occupancies,
        OptionalDouble cpuSeconds,
        OptionalDouble joules,
        String energySource,
        OptionalLong anonymousBytes,
        OptionalLong fileBytes,
        Optional<Instant> measuredAt) {

    /// The word for a variant that was measured on tasks of every class.
    public static final String ALL_TASKS = "all";

    public Measurement {
        occupancies = List.copyOf(occupancies);
    }

    /// A mean score with the interval that holds the true one with 95 %.
    public record Utility(double mean, double low, double high, int tasks, Map<String, Double> byClass) {
        public Utility {
            byClass = Map.copyOf(byClass);
            if (!(low >= 0 && low <= mean && mean <= high && high <= 1) || tasks < 1) {
                throw new IllegalArgumentException(
                        "a utility of " + mean + " in " + low + " to " + high + " of " + tasks + " tasks");
            }
        }
    }

    /// Speed while so many streams run.
    public record Streams(int count, Duration timePerOutputToken, Optional<Duration> timeToFirstToken) {
        public Streams {
            if (count < 1 || timePerOutputToken.isNegative() || timePerOutputToken.isZero()) {
                throw new IllegalArgumentException(count + " streams at " + timePerOutputToken + " a token");
            }
        }

        private double tokensPerSecond() {
            return count * 1e9 / timePerOutputToken.toNanos();
        }
    }

    public boolean onAllTasks() {
        return task.equals(ALL_TASKS);
    }

    /// Tokens a second of all streams together, D(b) of the cost model: between measured occupancies on the line
    /// between them, beyond the last its own; empty where none was measured.
    ///
    /// @param streams at least 1
    public OptionalDouble decodeTokensPerSecond(double streams) {
        if (occupancies.isEmpty()) {
            return OptionalDouble.empty();
        }
        Streams below = occupancies.getFirst();
        if (streams <= below.count()) {
            return OptionalDouble.of(below.tokensPerSecond());
        }
        for (Streams above : occupancies) {
            if (streams <= above.count()) {
                double part = (streams - below.count()) / (above.count() - below.count());
                return OptionalDouble.of(
                        below.tokensPerSecond() + part * (above.tokensPerSecond() - below.tokensPerSecond()));
            }
            below = above;
        }
        return OptionalDouble.of(below.tokensPerSecond());
    }
}
