package dev.cortado.accounting.pricing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.PicoUsdPerToken;
import dev.cortado.contracts.unit.PriceVersion;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceComparisonTest {

    @Test
    void everyRow_isInOneOfTheFour() {
        PriceRow kept = row("v1", "kept", "", 5);
        PriceRow dearer = row("v1", "dearer", "", 5);
        PriceRow gone = row("v1", "gone", "", 5);
        PriceRow keptAgain = row("v2", "kept", "", 5);
        PriceRow dearerNow = row("v2", "dearer", "", 6);
        PriceRow fresh = row("v2", "kept", "pool", 5);
        assertEquals(
                new PriceComparison(
                        List.of(fresh), List.of(gone), List.of(new PriceComparison.Pair(dearer, dearerNow)), 1),
                PriceComparison.of(List.of(kept, dearer, gone), List.of(dearerNow, fresh, keptAgain)));
    }

    @Test
    void priceOfZero_givesTokensAwayButForCaches() {
        assertTrue(row("v", "a", "", 0).givesTokensAway());
        assertFalse(row("v", "a", "", 1).givesTokensAway());
        assertFalse(row(new PicoUsdPerToken(1), new PicoUsdPerToken(1)).givesTokensAway());
        assertTrue(row(PicoUsdPerToken.FREE, new PicoUsdPerToken(1)).givesTokensAway());
        assertTrue(row(new PicoUsdPerToken(1), PicoUsdPerToken.FREE).givesTokensAway());
    }

    /// Whose cached tokens are free where the prompt is not.
    private static PriceRow row(PicoUsdPerToken prompt, PicoUsdPerToken completion) {
        return new PriceRow(
                new VariantId("a"),
                "",
                Lane.REALTIME,
                new TokenPriceList(
                        new PriceVersion("v"), prompt, PicoUsdPerToken.FREE, PicoUsdPerToken.FREE, completion));
    }

    private static PriceRow row(String version, String variant, String pool, long picos) {
        PicoUsdPerToken price = new PicoUsdPerToken(picos);
        return new PriceRow(
                new VariantId(variant),
                pool,
                Lane.REALTIME,
                new TokenPriceList(new PriceVersion(version), price, price, PicoUsdPerToken.FREE, price));
    }
}
