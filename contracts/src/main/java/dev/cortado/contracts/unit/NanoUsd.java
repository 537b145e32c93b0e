package dev.cortado.contracts.unit;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// An amount of money in nano-USD (10⁻⁹ USD), exact. Arithmetic that leaves 64 bits throws [ArithmeticException].
public record NanoUsd(long nanos) implements Comparable<NanoUsd> {

    public static final NanoUsd ZERO = new NanoUsd(0);

    /// The largest cap a limit may have: 2⁶² nano-USD, so that sums of two never overflow.
    public static final NanoUsd CAP_MAX = new NanoUsd(1L << 62);

    private static final int SCALE = 9;

    public static NanoUsd of(long nanos) {
        return nanos == 0 ? ZERO : new NanoUsd(nanos);
    }

    /// Reads a decimal of USD such as "0.0125". Digits below a nano-USD are cut off, towards zero.
    ///
    /// @throws NumberFormatException if the text is not a decimal number
    /// @throws ArithmeticException if the amount does not fit 64 bits of nano-USD
    public static NanoUsd ofUsd(String decimalUsd) {
        return of(new BigDecimal(decimalUsd)
                .movePointRight(SCALE)
                .setScale(0, RoundingMode.DOWN)
                .longValueExact());
    }

    public NanoUsd plus(NanoUsd other) {
        return of(Math.addExact(nanos, other.nanos));
    }

    public NanoUsd minus(NanoUsd other) {
        return of(Math.subtractExact(nanos, other.nanos));
    }

    public boolean isNegative() {
        return nanos < 0;
    }

    public NanoUsd min(NanoUsd other) {
        return nanos <= other.nanos ? this : other;
    }

    public NanoUsd max(NanoUsd other) {
        return nanos >= other.nanos ? this : other;
    }

    /// USD as a plain decimal without trailing zeros, such as "0.0125" or "0".
    public String toUsd() {
        BigDecimal usd = BigDecimal.valueOf(nanos, SCALE).stripTrailingZeros();
        return usd.scale() < 0 ? usd.setScale(0).toPlainString() : usd.toPlainString();
    }

    @Override
    public int compareTo(NanoUsd other) {
        return Long.compare(nanos, other.nanos);
    }

    @Override
    public String toString() {
        return toUsd() + " USD";
    }
}
