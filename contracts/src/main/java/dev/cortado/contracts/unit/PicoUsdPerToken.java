package dev.cortado.contracts.unit;

import java.math.BigDecimal;

/// The price of one token in pico-USD (10⁻¹² USD), 0 to 10¹² (one USD a token).
///
/// One USD per million tokens is 10⁶ pico-USD per token.
public record PicoUsdPerToken(long picos) implements Comparable<PicoUsdPerToken> {

    public static final long PICOS_MAX = 1_000_000_000_000L;

    public static final PicoUsdPerToken FREE = new PicoUsdPerToken(0);

    public PicoUsdPerToken {
        if (picos < 0 || picos > PICOS_MAX) {
            throw new IllegalArgumentException(
                    "a price must be 0 to " + PICOS_MAX + " pico-USD per token, not " + picos);
        }
    }

    /// Reads a price as it stands on price lists, USD per million tokens, such as "0.02". Must be a whole number of
    /// pico-USD.
    public static PicoUsdPerToken ofUsdPerMillionTokens(String decimalUsd) {
        return new PicoUsdPerToken(new BigDecimal(decimalUsd).movePointRight(6).longValueExact());
    }

    @Override
    public int compareTo(PicoUsdPerToken other) {
        return Long.compare(picos, other.picos);
    }
}
