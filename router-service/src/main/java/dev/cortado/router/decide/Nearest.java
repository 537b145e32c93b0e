package dev.cortado.router.decide;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.VariantId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The candidate that comes nearest to wishes that none meets, and what to wish instead to get it.
///
/// Nearest is the least sum of relative shortfalls: of the utility, how far it falls below the one demanded; of cost
/// and latency, the share that lies above the limit. A candidate that another one beats in all of them is never nearer
/// than that one, so the nearest lies on the frontier.
///
/// @param utility expected of its answer
/// @param cost likely
/// @param latency until a likely answer is whole
/// @param sendUtilityMin its lower bound, by which a demand is judged; null where the utility wished for, or none, will
/// do
/// @param sendCostMax the same of the cost ceiling
/// @param sendLatencyMax the same of the latency limit, whole milliseconds
public record Nearest(
        VariantId variant,
        PoolId pool,
        double utility,
        NanoUsd cost,
        Duration latency,
        @Nullable Double sendUtilityMin,
        @Nullable NanoUsd sendCostMax,
        @Nullable Duration sendLatencyMax) {

    /// Digits of a utility that is told: what is sent back must not lie above what the candidate has.
    private static final int UTILITY_DIGITS = 6;

    /// @param able candidates that a node would take now and that are capable of what is asked
    /// @return empty where there is none
    static Optional<Nearest> of(Wishes wishes, Floor floor, List<Weighed> able) {
        return able.stream()
                .filter(each -> each.usable().isPresent())
                .min(Comparator.comparingDouble((Weighed each) -> distance(wishes, floor, each))
                        .thenComparing(
                                Comparator.comparingDouble(Weighed::utility).reversed())
                        .thenComparing(Weighed::cost))
                .map(each -> to(wishes, floor, each));
    }

    private static double distance(Wishes wishes, Floor floor, Weighed each) {
        Estimate estimate = each.usable().orElseThrow().estimate();
        NanoUsd costMax = wishes.costMax();
        Duration latencyMax = wishes.latencyMax();
        double ofUtility = floor.utility() == 0 ? 0 : Math.max(0, 1 - floor.judged(each.expected()) / floor.utility());
        double ofCost = costMax == null ? 0 : over(estimate.costSufficient().nanos(), costMax.nanos());
        double ofLatency = latencyMax == null ? 0 : over(estimate.latency().toNanos(), latencyMax.toNanos());
        return ofUtility + ofCost + ofLatency;
    }

    private static double over(long value, long limit) {
        return value <= limit ? 0 : 1 - (double) limit / value;
    }

    private static Nearest to(Wishes wishes, Floor floor, Weighed each) {
        Estimate estimate = each.usable().orElseThrow().estimate();
        return new Nearest(
                each.candidate().variant().id(),
                each.candidate().pool(),
                each.utility(),
                each.cost(),
                estimate.latency(),
                floor.isReachedBy(each.expected()) ? null : Double.valueOf(rounded(each.sureUtility())),
                each.isWithin(wishes.costMax()) ? null : estimate.costSufficient(),
                each.isWithin(wishes.latencyMax())
                        ? null
                        : Duration.ofMillis(Math.ceilDiv(estimate.latency().toNanos(), 1_000_000L)));
    }

    private static double rounded(double utility) {
        return BigDecimal.valueOf(utility)
                .setScale(UTILITY_DIGITS, RoundingMode.DOWN)
                .doubleValue();
    }
}
