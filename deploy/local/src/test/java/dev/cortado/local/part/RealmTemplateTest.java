package dev.cortado.local.part;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class RealmTemplateTest {
    @Test
    void fill_knownPlace_value() {
        assertEquals(
                "{\"a\": \"x$1\", \"b\": \"${keycloak}\"}",
                RealmTemplate.fill(
                        "{\"a\": \"@{demo.password}@\", \"b\": \"${keycloak}\"}", Map.of("demo.password", "x$1")));
    }

    @Test
    void fill_unknownPlace_refused() {
        assertThrows(IllegalArgumentException.class, () -> RealmTemplate.fill("@{other}@", Map.of()));
    }

    @Test
    void fill_valueWithQuote_refused() {
        assertThrows(IllegalArgumentException.class, () -> RealmTemplate.fill("@{a}@", Map.of("a", "x\",\"y")));
    }
}
