package dev.cortado.router.frontier;

import java.util.OptionalDouble;

/// Where to stop paying, and why there.
///
/// @param knee the last offer whose step is still worth its price
/// @param rate utility per unit of cost that a step must bring
/// @param slopeBefore of the step to the knee; empty where it is the cheapest offer
/// @param slopeAfter of the step beyond it; empty where nothing dearer is better
public record Stop(Offer knee, double rate, OptionalDouble slopeBefore, OptionalDouble slopeAfter) {}
