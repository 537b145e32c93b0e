package dev.cortado.accounting.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CursorTest {

    private static final Span SPAN =
            new Span(Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"), ZoneOffset.UTC);

    @Test
    void text_bringsBackAnyKeys() {
        SpendQuery query = query(List.of(Grouping.Level.TEAM, new Grouping.Tag("feature")));
        Cursor cursor = new Cursor(SPAN.from(), SPAN.to(), List.of("team.1", "öäü, \"x\"\n"));
        assertEquals(cursor, Cursor.parse(cursor.text(query), query));
        Cursor empty = new Cursor(SPAN.from(), SPAN.to(), List.of("", ""));
        assertEquals(empty, Cursor.parse(empty.text(query), query));
    }

    @Test
    void cursorOfAnotherQueryOrChanged_isRefused() {
        SpendQuery query = query(List.of(Grouping.Level.TEAM));
        String text = new Cursor(SPAN.from(), SPAN.to(), List.of("team")).text(query);
        SpendQuery other = query(List.of(Grouping.Level.PROJECT));
        assertThrows(IllegalArgumentException.class, () -> Cursor.parse(text, other));
        assertThrows(IllegalArgumentException.class, () -> Cursor.parse(text + ".eA", query));
        assertThrows(IllegalArgumentException.class, () -> Cursor.parse("", query));
        String nul = text.substring(0, text.lastIndexOf('.') + 1)
                + Base64.getUrlEncoder().withoutPadding().encodeToString("a\0".getBytes(StandardCharsets.UTF_8));
        assertThrows(IllegalArgumentException.class, () -> Cursor.parse(nul, query));
    }

    private static SpendQuery query(List<Grouping> groupings) {
        return new SpendQuery(Optional.empty(), SPAN, groupings, Map.of());
    }
}
