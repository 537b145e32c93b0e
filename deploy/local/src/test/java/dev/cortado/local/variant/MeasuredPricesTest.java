package dev.cortado.local.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredPricesTest {

    private static final MeasuredPrices.Terms TERMS = terms("1", "0");

    @TempDir
    private Path directory;

    private static MeasuredPrices.Terms terms(String busyShare, String margin) {
        return new MeasuredPrices.Terms(
                Map.of("cpu-small", new BigDecimal("0.36")), 4, new BigDecimal(busyShare), new BigDecimal(margin));
    }

    private Path results(String pool) throws IOException {
        return Files.writeString(directory.resolve("results.json"), """
                {"variants": [
                  {"variant": "v", "pool": "%s", "prefillTokensPerSecond": 200,
                   "occupancies": [{"streams": 1, "decodeTokensPerSecond": 10}, {"streams": 4, "decodeTokensPerSecond": 50}]},
                  {"variant": "w", "pool": "%s", "prefillTokensPerSecond": null, "occupancies": []}]}
                """.formatted(pool, pool));
    }

    @Test
    void price_isTheTokensShareOfThePoolsHour() throws IOException {
        MeasuredPrices prices = MeasuredPrices.of(results("cpu-small"), TERMS);
        // 0.36 USD an hour are 100 USD in a million seconds.
        assertEquals(List.of(new MeasuredPrices.Row("v", "cpu-small", "0.500000", "2.000000")), prices.rows());
        assertEquals(List.of("w"), prices.unmeasured());
    }

    @Test
    void idleHoursAndMargin_areAddedOnTop() throws IOException {
        MeasuredPrices prices = MeasuredPrices.of(results("cpu-small"), terms("0.5", "0.25"));
        assertEquals("1.250000", prices.rows().getFirst().prompt());
        assertEquals("5.000000", prices.rows().getFirst().completion());
    }

    @Test
    void book_hasTheColumnsOfAnImport() throws IOException {
        assertEquals("""
                variant,pool,prompt_usd_per_million,completion_usd_per_million,cached_prompt_usd_per_million
                v,cpu-small,0.500000,2.000000,0
                """, MeasuredPrices.of(results("cpu-small"), TERMS).csv());
    }

    @Test
    void poolWithoutPriceOfAnHour_isNamed() throws IOException {
        Path results = results("gpu");
        assertEquals(
                "no price of an hour is known for pool gpu",
                assertThrows(IllegalArgumentException.class, () -> MeasuredPrices.of(results, TERMS))
                        .getMessage());
    }

    @Test
    void termsThatMakeNoSense_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> terms("0", "0"));
        assertThrows(IllegalArgumentException.class, () -> terms("1.01", "0"));
        assertThrows(IllegalArgumentException.class, () -> terms("1", "-0.1"));
    }
}
