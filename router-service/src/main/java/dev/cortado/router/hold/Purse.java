package dev.cortado.router.hold;

import dev.cortado.contracts.unit.LimitId;
import dev.cortado.contracts.unit.NanoUsd;
import java.time.Instant;

/// What is left of one money limit.
///
/// @param left what new requests could still hold
/// @param renewsAt by accounting's clock; [Instant#MAX] where it never does
public record Purse(LimitId limit, NanoUsd left, Instant renewsAt) {}
