package dev.cortado.accounting.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.accounting.pricing.PriceBook;
import dev.cortado.accounting.tenant.TenantViews;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PriceStoreTest {

    private TestDatabase at;
    private PriceStore prices;

    @BeforeEach
    void open() {
        at = TestDatabase.createWithClock(Instant.parse("2026-11-24T12:00:00Z"));
        prices = new PriceStore(at.database());
        version("old", "2026-10-01T00:00:00Z");
        version("present", "2026-11-01T00:00:00Z");
        version("later", "2027-01-01T00:00:00Z");
        version("next", "2026-12-01T00:00:00Z");
    }

    @AfterEach
    void close() {
        at.close();
    }

    @Test
    void versionOfTheFuture_isPushedAheadAndTakesOverAtItsTime() {
        assertEquals(List.of("present", "next", "later"), pushed());
        assertEquals("present", current());
        at.setClock(Instant.parse("2026-11-30T23:59:59.999999Z"));
        assertEquals("present", current());
        at.setClock(Instant.parse("2026-12-01T00:00:00Z"));
        assertEquals("next", current());
        assertEquals(List.of("next", "later"), pushed());
    }

    @Test
    void laterPublishedOfTheSameTime_wins() {
        version("correction", "2026-11-01T00:00:00Z");
        assertEquals("correction", current());
    }

    @Test
    void versions_areListedFromTheNewestInPages() {
        List<TenantViews.PriceVersionLine> first =
                prices.versions(Long.MAX_VALUE, 3).await().indefinitely();
        assertEquals(
                List.of("next", "later", "present"),
                first.stream().map(TenantViews.PriceVersionLine::version).toList());
        assertTrue(first.getLast().inForce());
        assertEquals(1, first.getLast().rows());
        assertEquals(
                List.of("old"),
                prices.versions(first.getLast().ordinal(), 3).await().indefinitely().stream()
                        .map(TenantViews.PriceVersionLine::version)
                        .toList());
    }

    @Test
    void publishedVersion_neverChanges() {
        for (String change : List.of(
                "update price_version set effective_at = clock_timestamp() where version = 'old'",
                "delete from price_version where version = 'old'",
                "update price set prompt_pico_usd = 0",
                "delete from price")) {
            assertThrows(IllegalStateException.class, () -> at.execute(change), change);
        }
    }

    @Test
    void auditLog_onlyGrows() {
        at.execute("insert into audit (actor, action, node, detail) values ('a', 'b', 'c', '{}')");
        for (String change : List.of("update audit set actor = 'x'", "delete from audit", "truncate audit")) {
            assertThrows(IllegalStateException.class, () -> at.execute(change), change);
        }
    }

    private void version(String version, String effectiveAt) {
        at.execute(
                "insert into price_version (version, effective_at) values ('" + version + "', '" + effectiveAt + "')");
        at.execute("insert into price (version, variant, lane, prompt_pico_usd, cached_prompt_pico_usd, "
                + "cache_write_pico_usd, completion_pico_usd) values ('" + version
                + "', 'small', 'realtime', 1, 1, 0, 1)");
    }

    private String current() {
        return prices.current().await().indefinitely().orElseThrow().version().value();
    }

    private List<String> pushed() {
        return prices.presentAndComing().await().indefinitely().stream()
                .map((PriceBook book) -> book.version().value())
                .toList();
    }
}
