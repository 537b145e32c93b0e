package dev.cortado.router.frontier;

/// One choice: what it costs, and what it is worth.
///
/// @param cost of one request, in any unit that all offers share; not negative
/// @param utility 0..1
public record Offer(String name, double cost, double utility) {

    public Offer {
        if (!(cost >= 0 && Double.isFinite(cost)) || !(utility >= 0 && utility <= 1)) {
            throw new IllegalArgumentException(
                    name + ": a cost from 0 up and a utility of 0 to 1, not " + cost + " and " + utility);
        }
    }
}
