package dev.cortado.router.frontier;

import java.util.List;

/// An offer that nobody need take.
///
/// @param by one offer that costs no more and is worth no less; or two, a mix of which is worth more at its cost
/// @param utilityThere what they are worth at the offer's cost
public record Dominated(Offer offer, List<Offer> by, double utilityThere) {

    public Dominated {
        by = List.copyOf(by);
    }
}
