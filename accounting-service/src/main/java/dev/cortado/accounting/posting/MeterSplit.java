package dev.cortado.accounting.posting;

import dev.cortado.contracts.unit.BilledTokens;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.PicoUsdPerToken;
import dev.cortado.contracts.unit.TokenPriceList;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// What each meter of an attempt comes to, in the order prompt not cached, cached prompt, cache write, completion:
/// exactly, in pico-USD, and its part of the tenant's charge, in nano-USD.
///
/// The charge was rounded up once for the attempt. The rule that allocates it: let P₁ ≤ … ≤ P₄ be the running sums of
/// the exact amounts and C the charge; with Rₖ = min(C, ⌈Pₖ / 1000⌉) and R₀ = 0, meter k is charged Rₖ − Rₖ₋₁.
///
/// - The parts add up to the charge: they telescope to R₄, and C ≤ cost = ⌈P₄ / 1000⌉, so R₄ = C.
/// - None is negative: Pₖ never falls, and rounding up and min keep that order. A meter of no amount is charged
/// nothing.
/// - Where the tenant pays the whole cost, each is less than a nano-USD away from its exact amount: Rₖ is less than one
///   above Pₖ / 1000, so the difference of two such is within one of the difference of the sums.
/// - Where a hold cut the charge, the first meters are paid first and the operator bears the last.
///
/// Sums of report lines therefore equal the ledger, however attempts and meters are grouped.
public record MeterSplit(List<BigInteger> picoUsd, List<Long> charged) {

    private static final BigInteger PICOS_PER_NANO = BigInteger.valueOf(1_000);
    private static final BigInteger ALMOST_A_NANO = BigInteger.valueOf(999);

    public MeterSplit {
        picoUsd = List.copyOf(picoUsd);
        charged = List.copyOf(charged);
    }

    /// @param charge at most what the tokens cost
    /// @throws IllegalArgumentException if the charge is more, or negative
    public static MeterSplit of(BilledTokens tokens, TokenPriceList prices, NanoUsd charge) {
        List<BigInteger> exact = List.of(
                product(tokens.prompt().count() - tokens.cachedPrompt().count(), prices.prompt()),
                product(tokens.cachedPrompt().count(), prices.cachedPrompt()),
                product(tokens.cacheWrite().count(), prices.cacheWrite()),
                product(tokens.completion().count(), prices.completion()));
        BigInteger most = BigInteger.valueOf(charge.nanos());
        List<Long> charged = new ArrayList<>();
        BigInteger sum = BigInteger.ZERO;
        long before = 0;
        for (BigInteger each : exact) {
            sum = sum.add(each);
            long running =
                    sum.add(ALMOST_A_NANO).divide(PICOS_PER_NANO).min(most).longValueExact();
            charged.add(running - before);
            before = running;
        }
        if (charge.isNegative() || before != charge.nanos()) {
            throw new IllegalArgumentException(
                    "a charge of " + charge.nanos() + " nano-USD is not within the cost, " + sum + " pico-USD");
        }
        return new MeterSplit(exact, charged);
    }

    private static BigInteger product(long tokens, PicoUsdPerToken price) {
        return BigInteger.valueOf(tokens).multiply(BigInteger.valueOf(price.picos()));
    }
}
