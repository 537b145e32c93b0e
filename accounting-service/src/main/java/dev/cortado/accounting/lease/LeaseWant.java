package dev.cortado.accounting.lease;

import dev.cortado.contracts.unit.CounterId;

/// What a router says of one counter, in totals since its session began.
///
/// @param floorTotal settled and open holds: never granted less
/// @param wantTotal what it would like in all, at least the floor
public record LeaseWant(CounterId counter, long floorTotal, long wantTotal) {

    /// The largest total: sums of two stay within 64 bits.
    public static final long TOTAL_MAX = 1L << 62;

    public LeaseWant {
        if (floorTotal < 0 || wantTotal < floorTotal || wantTotal > TOTAL_MAX) {
            throw new IllegalArgumentException("counter " + counter.value() + ": 0 <= floor_total <= want_total <= "
                    + TOTAL_MAX + " must hold, not " + floorTotal + " and " + wantTotal);
        }
    }
}
