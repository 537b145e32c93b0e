package dev.cortado.inference.verify;

import dev.cortado.contracts.unit.ReservationId;

/// One attempt of a reservation: 1, 2, ...
public record AttemptId(ReservationId reservation, int attempt) {

    public AttemptId {
        if (attempt < 1) {
            throw new IllegalArgumentException("an attempt's number must be at least 1, not " + attempt);
        }
    }

    @Override
    public String toString() {
        return reservation + "/" + attempt;
    }
}
