package dev.cortado.router.frontier;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/// The upper concave hull of utility over cost, from the cheapest offer to the most useful one. By taking two
/// neighbours in turn a user reaches each point between them, so what lies below the hull is dominated, if not by one
/// offer then by such a mix.
///
/// The hull is that of Andrew, "Another efficient algorithm for convex hulls in two dimensions", Information
/// Processing Letters 9 (1979): in order of cost, a point is dropped while the slope to it is not above the slope from
/// it. The stop is that of DESIGN, section 5: walk the hull and stop where Δutility/Δcost falls below a rate, the
/// larger of the budget's shadow price and the tenant's exchange rate. Where there is neither, the rate is the slope
/// from the hull's first point to its last: the stop is then the point farthest above that line, the knee of Satopää,
/// Albrecht, Irwin, Raghavan, "Finding a 'Kneedle' in a Haystack" (2011).
public record Frontier(List<Offer> hull, List<Dominated> dominated) {

    public Frontier {
        hull = List.copyOf(hull);
        dominated = List.copyOf(dominated);
    }

    /// @param offers in any order, at least one
    public static Frontier of(List<Offer> offers) {
        if (offers.isEmpty()) {
            throw new IllegalArgumentException("a frontier needs at least one offer");
        }
        List<Offer> sorted = sorted(offers);
        List<Offer> hull = hullOfSorted(sorted);
        List<Dominated> dominated = sorted.stream()
                .filter(offer -> !hull.contains(offer))
                .map(offer -> dominated(offer, sorted, hull))
                .toList();
        return new Frontier(hull, dominated);
    }

    private static List<Offer> sorted(List<Offer> offers) {
        return offers.stream()
                .sorted(Comparator.comparingDouble(Offer::cost)
                        .thenComparing(
                                Comparator.comparingDouble(Offer::utility).reversed())
                        .thenComparing(Offer::name))
                .toList();
    }

    /// The hull of offers that stand in order of rising cost and, at one cost, of falling utility. Of equal ones the
    /// first is on it.
    public static List<Offer> hullOfSorted(List<Offer> sorted) {
        List<Offer> hull = new ArrayList<>();
        for (Offer offer : sorted) {
            if (!hull.isEmpty() && offer.utility() <= hull.getLast().utility()) {
                continue;
            }
            while (hull.size() > 1
                    && slope(hull.get(hull.size() - 2), hull.getLast()) <= slope(hull.getLast(), offer)) {
                hull.removeLast();
            }
            hull.add(offer);
        }
        return hull;
    }

    /// Utility for each unit of cost from one offer to a dearer one; infinite where they cost the same.
    public static double slope(Offer from, Offer to) {
        double cost = to.cost() - from.cost();
        return cost > 0 ? (to.utility() - from.utility()) / cost : Double.POSITIVE_INFINITY;
    }

    /// From the hull's first point to its last; 0 where there is one point only.
    public double meanSlope() {
        return meanSlope(hull);
    }

    /// The same of a hull alone.
    public static double meanSlope(List<Offer> hull) {
        return hull.size() < 2 ? 0 : slope(hull.getFirst(), hull.getLast());
    }

    /// @param rate utility per unit of cost that a further step must bring
    public Stop stop(double rate) {
        int at = stopOn(hull, rate);
        return new Stop(hull.get(at), rate, stepTo(at), stepTo(at + 1));
    }

    /// Place on a hull of the last offer whose step is worth its price.
    ///
    /// @param hull at least one offer
    public static int stopOn(List<Offer> hull, double rate) {
        int at = 0;
        while (at + 1 < hull.size() && slope(hull.get(at), hull.get(at + 1)) >= rate) {
            at++;
        }
        return at;
    }

    /// Where no rate is known.
    public Stop knee() {
        return stop(meanSlope());
    }

    /// The most utility that a mix of offers buys at this cost; empty below the cheapest.
    public OptionalDouble utilityAt(double cost) {
        if (cost < hull.getFirst().cost()) {
            return OptionalDouble.empty();
        }
        for (int i = 1; i < hull.size(); i++) {
            Offer from = hull.get(i - 1);
            Offer to = hull.get(i);
            if (cost < to.cost()) {
                return OptionalDouble.of(from.utility() + slope(from, to) * (cost - from.cost()));
            }
        }
        return OptionalDouble.of(hull.getLast().utility());
    }

    private OptionalDouble stepTo(int at) {
        return at < 1 || at >= hull.size()
                ? OptionalDouble.empty()
                : OptionalDouble.of(slope(hull.get(at - 1), hull.get(at)));
    }

    /// One offer is named where one does it alone: of those, the most useful, then the cheapest.
    private static Dominated dominated(Offer offer, List<Offer> all, List<Offer> hull) {
        return all.stream()
                .filter(other ->
                        other.cost() <= offer.cost() && other.utility() >= offer.utility() && hull.contains(other))
                .max(Comparator.comparingDouble(Offer::utility)
                        .thenComparing(Comparator.comparingDouble(Offer::cost).reversed()))
                .map(best -> new Dominated(offer, List.of(best), best.utility()))
                .orElseGet(() -> mixed(offer, hull));
    }

    private static Dominated mixed(Offer offer, List<Offer> hull) {
        int above = 1;
        while (hull.get(above).cost() < offer.cost()) {
            above++;
        }
        Offer from = hull.get(above - 1);
        Offer to = hull.get(above);
        return new Dominated(offer, List.of(from, to), from.utility() + slope(from, to) * (offer.cost() - from.cost()));
    }
}
