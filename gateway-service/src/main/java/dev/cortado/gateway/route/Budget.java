package dev.cortado.gateway.route;

import dev.cortado.contracts.unit.NanoUsd;
import java.time.Instant;

/// What the tenant may still spend, by the tightest money limit on its path.
public sealed interface Budget {

    /// No money limit on the path.
    record Unlimited() implements Budget {}

    record Limited(NanoUsd remaining, NanoUsd cap, Instant renewsAt, Instant asOf) implements Budget {}
}
