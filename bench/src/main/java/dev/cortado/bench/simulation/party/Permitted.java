package dev.cortado.bench.simulation.party;

import dev.cortado.inference.verify.AttemptGrant;
import dev.cortado.router.route.Placement;

/// A token on its way: what the router placed, and what the node reads in it.
public record Permitted(Placement placement, AttemptGrant grant) {}
