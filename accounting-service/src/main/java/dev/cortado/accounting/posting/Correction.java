package dev.cortado.accounting.posting;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.ReservationId;
import java.util.Locale;

/// A change to what an attempt was charged, made afterwards.
///
/// @param amount above zero; which way it goes, the kind says
public record Correction(ReservationId reservation, int attempt, Kind kind, NanoUsd amount, String reason) {

    /// Which way the money goes.
    public enum Kind {
        /// Back to the tenant; windows still open may spend it again.
        REFUND,
        /// From the tenant again, of what was refunded; no limit hears of it.
        DEBIT;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
