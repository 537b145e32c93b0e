package dev.cortado.accounting.posting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.BilledTokens;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.PicoUsdPerToken;
import dev.cortado.contracts.unit.PriceVersion;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.TokenPriceList;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeterSplitTest {

    private static final BigInteger PICOS_PER_NANO = BigInteger.valueOf(1_000);

    @Test
    void split_wholeCost_allocatesTheOneRoundingByRunningSums() {
        // 3 x 333 = 999, 2 x 333 = 666, none, 1 x 400 = 400 pico: sums 999, 1665, 1665, 2065; rounded up 1, 2, 2, 3.
        MeterSplit split = MeterSplit.of(tokens(5, 2, 0, 1), prices(333, 333, 7, 400), NanoUsd.of(3));
        assertEquals(List.of(1L, 1L, 0L, 1L), split.charged());
        assertEquals(
                List.of(BigInteger.valueOf(999), BigInteger.valueOf(666), BigInteger.ZERO, BigInteger.valueOf(400)),
                split.picoUsd());
    }

    @Test
    void split_chargeCutByAHold_paysTheFirstMetersFirst() {
        MeterSplit split = MeterSplit.of(tokens(10, 0, 0, 10), prices(1_000, 0, 0, 1_000), NanoUsd.of(12));
        assertEquals(List.of(10L, 0L, 0L, 2L), split.charged());
    }

    @Test
    void split_chargeAboveTheCostOrNegative_isRefused() {
        BilledTokens tokens = tokens(10, 0, 0, 10);
        TokenPriceList prices = prices(1_000, 0, 0, 1_000);
        assertThrows(IllegalArgumentException.class, () -> MeterSplit.of(tokens, prices, NanoUsd.of(21)));
        assertThrows(IllegalArgumentException.class, () -> MeterSplit.of(tokens, prices, NanoUsd.of(-1)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void split_any_addsUpToTheChargeAndStaysNearTheExactAmounts(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            TokenPriceList prices = prices(price(random), price(random), price(random), price(random));
            long prompt = random.nextLong(1L << (1 + random.nextInt(20)));
            BilledTokens tokens = tokens(
                    prompt,
                    random.nextLong(prompt + 1),
                    random.nextLong(1L << random.nextInt(20)),
                    random.nextLong(1L << random.nextInt(20)));
            NanoUsd cost = prices.cost(tokens);
            NanoUsd charge = random.nextBoolean() ? cost : NanoUsd.of(random.nextLong(cost.nanos() + 1));
            MeterSplit split = MeterSplit.of(tokens, prices, charge);
            assertEquals(
                    charge.nanos(),
                    split.charged().stream().mapToLong(Long::longValue).sum());
            for (int meter = 0; meter < 4; meter++) {
                BigInteger charged = BigInteger.valueOf(split.charged().get(meter));
                BigInteger picos = split.picoUsd().get(meter);
                assertTrue(charged.signum() >= 0);
                assertTrue(picos.signum() != 0 || charged.signum() == 0, "a meter of nothing is charged nothing");
                BigInteger apart = charged.multiply(PICOS_PER_NANO).subtract(picos);
                assertTrue(apart.compareTo(PICOS_PER_NANO) < 0, "never a whole nano-USD above its amount");
                assertTrue(
                        !charge.equals(cost) || apart.negate().compareTo(PICOS_PER_NANO) < 0,
                        "nor below it, where the whole cost is paid");
            }
        }
    }

    private static long price(Random random) {
        return random.nextInt(4) == 0 ? 0 : random.nextLong(1L << (1 + random.nextInt(38)));
    }

    private static BilledTokens tokens(long prompt, long cached, long write, long completion) {
        return new BilledTokens(
                TokenCount.of(prompt), TokenCount.of(cached), TokenCount.of(write), TokenCount.of(completion));
    }

    private static TokenPriceList prices(long prompt, long cached, long write, long completion) {
        return new TokenPriceList(
                new PriceVersion("v"),
                new PicoUsdPerToken(prompt),
                new PicoUsdPerToken(cached),
                new PicoUsdPerToken(write),
                new PicoUsdPerToken(completion));
    }
}
