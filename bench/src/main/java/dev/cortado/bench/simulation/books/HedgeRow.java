package dev.cortado.bench.simulation.books;

import dev.cortado.contracts.unit.ReservationId;

/// A row of `hedge`: two attempts of a reservation at once, of which the tenant pays one.
///
/// @param hedgeOf the attempt beside which it ran
public record HedgeRow(ReservationId reservation, int attempt, int hedgeOf, boolean settled) {

    HedgeRow asSettled() {
        return new HedgeRow(reservation, attempt, hedgeOf, true);
    }

    public UsageKey hedge() {
        return new UsageKey(reservation, attempt);
    }

    public UsageKey beside() {
        return new UsageKey(reservation, hedgeOf);
    }
}
