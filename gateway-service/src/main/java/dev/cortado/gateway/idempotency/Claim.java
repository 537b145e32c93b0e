package dev.cortado.gateway.idempotency;

import dev.cortado.contracts.unit.ReservationId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The right to answer the request of one key, held by one request at one gateway.
///
/// @param id made for this claim: whoever took it over has another
/// @param rerunOf the reservation of an earlier run that may have been charged and whose answer was lost; null where
///     there was none
public record Claim(
        UUID id, KeyOwner owner, String key, @Nullable ReservationId rerunOf) {}
