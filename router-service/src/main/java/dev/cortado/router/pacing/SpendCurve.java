package dev.cortado.router.pacing;

import dev.cortado.router.frontier.Offer;
import java.util.Arrays;
import java.util.List;

/// What recent requests would have spent, by shadow price. Each request's hull is a stair from its cheapest offer to
/// its most useful one; a step of slope s (utility per USD) is taken wherever the price is at most s. The costs of all
/// steps lie in bins by the logarithm of their slope, so that a request is taken in, and a price found, in a time and
/// room
/// that do not grow with the requests seen. An older request weighs less than the next by a fixed factor.
final class SpendCurve {

    /// Slopes beyond these fall into the outermost bins: a whole point of utility for 10,000 USD, or for a nano-USD.
    private static final double SLOPE_MIN = 1e-4;

    private static final double SLOPE_MAX = 1e9;

    /// Of a bin, in the slope's natural logarithm.
    private static final double WIDTH = .03;

    private static final double LOG_MIN = Math.log(SLOPE_MIN);
    private static final int BINS = (int) Math.ceil((Math.log(SLOPE_MAX) - LOG_MIN) / WIDTH);

    /// Where weights are brought back to 1.
    private static final double WEIGHT_MAX = 1e100;

    private final double[] costs = new double[BINS];
    private final double growth;

    /// Of the next request; grows in place of all others shrinking.
    private double weight = 1;

    /// Cost of the cheapest offers.
    private double always;

    private double requests;

    /// @param window requests that the weights sum to in the long run, in weights of the newest; above 1
    SpendCurve(double window) {
        growth = 1 / (1 - 1 / window);
    }

    /// @param hull in order of cost, in USD; the first offer is taken at any price, the others step by step
    void add(List<Offer> hull) {
        always += hull.getFirst().cost() * weight;
        for (int i = 1; i < hull.size(); i++) {
            addStep(
                    hull.get(i).cost() - hull.get(i - 1).cost(),
                    hull.get(i).utility() - hull.get(i - 1).utility());
        }
        requests += weight;
        weight *= growth;
        if (weight > WEIGHT_MAX) {
            rescale();
        }
    }

    /// The price at which a recent request would have spent so much on average. 0 where even the most useful offers
    /// cost no more; the highest there is where even the cheapest cost more.
    double priceFor(double usdPerRequest) {
        double allowed = usdPerRequest * requests - always;
        if (allowed < 0) {
            return SLOPE_MAX;
        }
        for (int bin = BINS - 1; bin >= 0; bin--) {
            if (costs[bin] > allowed) {
                double taken = allowed / costs[bin];
                return Math.exp(LOG_MIN + (bin + 1 - taken) * WIDTH);
            }
            allowed -= costs[bin];
        }
        return 0;
    }

    private void addStep(double cost, double utility) {
        if (cost > 0 && utility > 0) {
            int bin = (int) ((Math.log(utility / cost) - LOG_MIN) / WIDTH);
            costs[Math.clamp(bin, 0, BINS - 1)] += cost * weight;
        }
    }

    private void rescale() {
        double by = weight;
        Arrays.setAll(costs, bin -> costs[bin] / by);
        always /= by;
        requests /= by;
        weight = 1;
    }
}
