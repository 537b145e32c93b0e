package dev.cortado.router.decide;

import dev.cortado.router.frontier.Frontier;
import dev.cortado.router.frontier.Offer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A request's candidates, each at its utility in the catalogue (its mean over the calibration set) and at what it
/// would likely cost here, whether it is up or not: an outage changes nothing.
final class Table {

    private final List<Offer> sorted;

    private Table(List<Offer> sorted) {
        this.sorted = sorted;
    }

    /// @param all of which those with a price stand in the table
    /// @param task of the request, empty for none
    static Table of(List<Weighed> all, String task) {
        List<Offer> offers = new ArrayList<>(all.size());
        for (Weighed each : all) {
            if (each.shown() != null) {
                double utility = each.candidate().variant().utilityOn(task);
                offers.add(new Offer(each.name(), each.cost().nanos() / 1e9, utility));
            }
        }
        offers.sort(Comparator.comparingDouble(Offer::cost)
                .thenComparing(Comparator.comparingDouble(Offer::utility).reversed()));
        return new Table(offers);
    }

    /// Takes a candidate out.
    void remove(String name) {
        sorted.removeIf(offer -> offer.name().equals(name));
    }

    /// Utility a USD from the first to the last point of the hull. Where that is one point, more money buys nothing on
    /// average, and a step must bring as much for a USD as that point itself does; 0 where it costs nothing.
    double slope() {
        List<Offer> hull = Frontier.hullOfSorted(sorted);
        if (hull.isEmpty()) {
            return 0;
        }
        Offer only = hull.getFirst();
        double slope = hull.size() > 1 ? Frontier.meanSlope(hull) : only.utility() / only.cost();
        return Double.isFinite(slope) ? slope : 0;
    }
}
