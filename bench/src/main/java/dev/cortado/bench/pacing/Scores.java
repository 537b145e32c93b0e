package dev.cortado.bench.pacing;

import dev.cortado.contracts.unit.NanoUsd;
import java.util.ArrayList;
import java.util.List;

/// What several streams bought, beside what they could have.
final class Scores {

    private final List<Double> ratios = new ArrayList<>();
    private double usedMin = 1;
    private long overspentNanos;
    private long refused;
    private double utility;

    /// @param most utility that the budget could have bought
    void add(Bought bought, NanoUsd budget, double most) {
        ratios.add(bought.utility() / most);
        usedMin = Math.min(usedMin, (double) bought.spent().nanos() / budget.nanos());
        overspentNanos += Math.max(0, bought.spent().minus(budget).nanos());
        refused += bought.refused();
        utility += bought.utility();
    }

    double mean() {
        return ratios.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    double worst() {
        return ratios.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    /// The smallest share of a budget that was spent.
    double usedMin() {
        return usedMin;
    }

    long overspentNanos() {
        return overspentNanos;
    }

    double refusedShare(int requests) {
        return (double) refused / requests / ratios.size();
    }

    /// Of a request, refused ones among them.
    double utilityMean(int requests) {
        return utility / requests / ratios.size();
    }
}
