package dev.cortado.router.hold;

import dev.cortado.contracts.unit.ReservationId;

/// One attempt of a reservation; attempts count from 1.
public record AttemptKey(ReservationId reservation, int attempt) {

    public AttemptKey {
        if (attempt < 1) {
            throw new IllegalArgumentException("attempts count from 1, not " + attempt);
        }
    }
}
