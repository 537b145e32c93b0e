package dev.cortado.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.MultiMap;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReportQueryTest {

    private static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");

    private static ReportQuery read(String... pairs) throws InvalidRequest {
        MultiMap query = MultiMap.caseInsensitiveMultiMap();
        for (int n = 0; n < pairs.length; n += 2) {
            query.add(pairs[n], pairs[n + 1]);
        }
        return ReportQuery.of(query, null, NOW);
    }

    private static String refused(String... pairs) {
        return String.valueOf(
                assertThrows(InvalidRequest.class, () -> read(pairs)).error().param());
    }

    @Test
    void nothingSaid_isTheLastThirtyDays_asJson() throws InvalidRequest {
        ReportQuery query = read();
        assertEquals(NOW, query.span().to());
        assertEquals(Instant.parse("2026-10-30T08:00:00Z"), query.span().from());
        assertEquals("", query.span().project());
        assertFalse(query.page());
    }

    @Test
    void daysAndInstants_areBothRead() throws InvalidRequest {
        ReportQuery query = read("from", "2026-11-01", "to", "2026-11-02T12:00:00Z", "project", "p", "format", "html");
        assertEquals(Instant.parse("2026-11-01T00:00:00Z"), query.span().from());
        assertEquals(Instant.parse("2026-11-02T12:00:00Z"), query.span().to());
        assertEquals("p", query.span().project());
        assertTrue(query.page());
    }

    @Test
    void browser_getsThePage_unlessItSaysOtherwise() throws InvalidRequest {
        String accept = "text/html,application/xhtml+xml";
        assertTrue(
                ReportQuery.of(MultiMap.caseInsensitiveMultiMap(), accept, NOW).page());
        MultiMap json = MultiMap.caseInsensitiveMultiMap().add("format", "json");
        assertFalse(ReportQuery.of(json, accept, NOW).page());
    }

    @Test
    void whatCannotBeMeant_isNamed() {
        assertEquals("from", refused("from", "yesterday"));
        assertEquals("to", refused("to", "2026-13-01"));
        assertEquals("to", refused("from", "2026-11-02", "to", "2026-11-01"));
        assertEquals("format", refused("format", "pdf"));
        assertEquals("until", refused("until", "2026-11-01"));
    }
}
