package dev.cortado.gateway.idempotency;

import dev.cortado.contracts.unit.ReservationId;

/// A complete answer as it is sent again: whole, also where the first one was streamed.
public record KeptAnswer(ReservationId reservation, String contentType, String body) {}
