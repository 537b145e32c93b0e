package dev.cortado.router.price;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.PicoUsdPerToken;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.PriceVersion;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PricesTest {

    private static final Instant NOW = Instant.parse("2026-11-23T20:00:00Z");
    private static final VariantId VARIANT = new VariantId("v");

    private final Prices prices = new Prices(Duration.ofMinutes(1));

    @Test
    void at_nothingPushed_isEmpty() {
        assertTrue(prices.at(NOW).isEmpty());
    }

    @Test
    void at_laterVersionPushed_takesOverAtItsTime() {
        prices.pushed(book("one", NOW.minusSeconds(60)), NOW);
        prices.pushed(book("two", NOW.plusSeconds(60)), NOW);

        assertEquals("one", version(NOW.plusSeconds(59)));
        assertEquals("two", version(NOW.plusSeconds(60)));
    }

    @Test
    void pushed_sameVersionAgain_changesNothing() {
        prices.pushed(book("one", NOW), NOW);
        prices.pushed(book("one", NOW), NOW.plusSeconds(5));

        assertEquals("one", version(NOW.plusSeconds(5)));
    }

    @Test
    void at_pushesLostForAMinute_isEmptyUntilABookIsPushedAgain() {
        prices.pushed(book("one", NOW), NOW);
        prices.unheard(NOW.plusSeconds(10));
        prices.unheard(NOW.plusSeconds(50));

        assertEquals("one", version(NOW.plusSeconds(70)));
        assertTrue(prices.at(NOW.plusSeconds(71)).isEmpty());
        prices.pushed(book("one", NOW), NOW.plusSeconds(80));
        assertEquals("one", version(NOW.plusSeconds(80)));
    }

    @Test
    void price_poolsOwnRow_beatsTheRowForAllPools() {
        PriceBook book =
                new PriceBook(new PriceVersion("one"), NOW, List.of(row(null, 10), row(new PoolId("gpu"), 20)));

        assertEquals(20, picos(book, "gpu"));
        assertEquals(10, picos(book, "cpu"));
        assertTrue(book.price(VARIANT, new PoolId("cpu"), Lane.BATCH).isEmpty());
    }

    private static long picos(PriceBook book, String pool) {
        return book.price(VARIANT, new PoolId(pool), Lane.REALTIME)
                .orElseThrow()
                .prompt()
                .picos();
    }

    private String version(Instant at) {
        return prices.at(at).orElseThrow().version().value();
    }

    private static PriceBook book(String version, Instant effectiveAt) {
        return new PriceBook(new PriceVersion(version), effectiveAt, List.of());
    }

    private static PriceBook.Row row(@Nullable PoolId pool, long picos) {
        PicoUsdPerToken price = new PicoUsdPerToken(picos);
        return new PriceBook.Row(
                VARIANT, pool, Lane.REALTIME, new TokenPriceList(new PriceVersion("one"), price, price, price, price));
    }
}
