package dev.cortado.router.hold;

import dev.cortado.contracts.unit.NanoUsd;
import java.time.Instant;

/// The tightest money limit on a path, as the tenant may know it.
public sealed interface BudgetView {

    /// No money limit stands on the path.
    record Unlimited() implements BudgetView {}

    /// @param remaining what new requests could still hold
    /// @param renewsAt [Instant#MAX] where it never does
    record Limited(NanoUsd remaining, NanoUsd cap, Instant renewsAt, Instant asOf) implements BudgetView {}
}
