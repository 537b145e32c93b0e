package dev.cortado.contracts.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class TokenPriceListTest {

    private static final long SEED = 20_261_123;

    private static TokenPriceList prices(long prompt, long cached, long write, long completion) {
        return new TokenPriceList(
                new PriceVersion("test"),
                new PicoUsdPerToken(prompt),
                new PicoUsdPerToken(cached),
                new PicoUsdPerToken(write),
                new PicoUsdPerToken(completion));
    }

    private static BilledTokens tokens(long prompt, long cached, long write, long completion) {
        return new BilledTokens(
                TokenCount.of(prompt), TokenCount.of(cached), TokenCount.of(write), TokenCount.of(completion));
    }

    @Test
    void cost_of_a_million_tokens_is_the_list_price() {
        TokenPriceList medium = new TokenPriceList(
                new PriceVersion("demo"),
                PicoUsdPerToken.ofUsdPerMillionTokens("0.10"),
                PicoUsdPerToken.FREE,
                PicoUsdPerToken.FREE,
                PicoUsdPerToken.ofUsdPerMillionTokens("0.50"));
        assertEquals(NanoUsd.ofUsd("0.60"), medium.cost(tokens(1_000_000, 0, 0, 1_000_000)));
    }

    @Test
    void cost_roundsUpOnce_notPerMeter() {
        assertEquals(NanoUsd.of(1), prices(300, 0, 0, 300).cost(tokens(1, 0, 0, 1)));
        assertEquals(NanoUsd.of(2), prices(501, 0, 0, 500).cost(tokens(1, 0, 0, 1)));
        assertEquals(NanoUsd.ZERO, prices(501, 0, 0, 500).cost(tokens(0, 0, 0, 0)));
    }

    @Test
    void cost_pricesCachedTokensApart() {
        assertEquals(
                NanoUsd.of(7 + 3 * 2 + 4 + 5),
                prices(1_000, 2_000, 4_000, 5_000).cost(tokens(10, 3, 1, 1)));
    }

    @Test
    void cost_thatDoesNotFit_isRefused() {
        TokenPriceList dear = prices(PicoUsdPerToken.PICOS_MAX, 0, 0, PicoUsdPerToken.PICOS_MAX);
        assertThrows(
                ArithmeticException.class, () -> dear.cost(tokens(TokenCount.COUNT_MAX, 0, 0, TokenCount.COUNT_MAX)));
        assertEquals(NanoUsd.of(10_000_000L * 1_000_000_000L / 10), dear.cost(tokens(1_000_000, 0, 0, 0)));
    }

    @Test
    void completionWithin_isTheLargestThatFits() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        for (int i = 0; i < 20_000; i++) {
            TokenPriceList prices =
                    prices(random.nextLong(100_000), random.nextLong(50_000), 0, 1 + random.nextLong(500_000));
            BilledTokens prompt = tokens(random.nextLong(5_000), 0, 0, 0);
            NanoUsd amount = NanoUsd.of(random.nextLong(1_000_000));
            TokenCount wanted = TokenCount.of(random.nextLong(4_000));
            Optional<TokenCount> found = prices.completionWithin(amount, prompt, wanted);
            if (found.isEmpty()) {
                assertTrue(prices.cost(prompt).compareTo(amount) > 0);
                continue;
            }
            long completion = found.get().count();
            assertTrue(prices.cost(tokens(prompt.prompt().count(), 0, 0, completion))
                            .compareTo(amount)
                    <= 0);
            assertTrue(completion == wanted.count()
                    || prices.cost(tokens(prompt.prompt().count(), 0, 0, completion + 1))
                                    .compareTo(amount)
                            > 0);
        }
    }

    @Test
    void costAtMost_boundsEverySplitOfThePrompt() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        for (int i = 0; i < 20_000; i++) {
            TokenPriceList prices = prices(
                    random.nextLong(100_000),
                    random.nextLong(200_000),
                    random.nextLong(100_000),
                    random.nextLong(500_000));
            long prompt = random.nextLong(5_000);
            long cached = random.nextLong(prompt + 1);
            long write = random.nextLong(prompt + 1);
            long completion = random.nextLong(5_000);
            assertTrue(prices.cost(tokens(prompt, cached, write, completion))
                            .compareTo(prices.costAtMost(TokenCount.of(prompt), TokenCount.of(completion)))
                    <= 0);
        }
    }

    @Test
    void nanoUsd_readsAndWritesDecimals() {
        assertEquals("0.0125", NanoUsd.ofUsd("0.0125").toUsd());
        assertEquals("10", NanoUsd.ofUsd("10").toUsd());
        assertEquals("0", NanoUsd.ZERO.toUsd());
        assertEquals(NanoUsd.ZERO, NanoUsd.ofUsd("0.0000000009"));
        assertThrows(ArithmeticException.class, () -> NanoUsd.ofUsd("1e30"));
        assertThrows(ArithmeticException.class, () -> NanoUsd.of(Long.MAX_VALUE).plus(NanoUsd.of(1)));
    }
}
