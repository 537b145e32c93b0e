package dev.cortado.bench.simulation;

import dev.cortado.bench.simulation.check.Violation;
import dev.cortado.bench.simulation.world.AdministrativeChange;
import dev.cortado.bench.simulation.world.Fault;
import java.util.Map;
import java.util.Optional;

/// What came of one history.
///
/// @param hash of everything that happened: the same seed has the same
public record Result(
        long seed,
        long steps,
        long hash,
        boolean faultFree,
        int attempts,
        int refusals,
        Map<Fault, Integer> faults,
        Map<AdministrativeChange, Integer> changes,
        Optional<Violation> violation) {}
