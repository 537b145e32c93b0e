package dev.cortado.bench.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlanTest {

    @Test
    void of_takesTheArgumentsInTheOrderOfTheComponents() {
        Plan plan = Plan.of(new String[] {
            "ROUTE",
            "2000",
            "100",
            "500",
            "1000",
            "60",
            "5",
            "90",
            "30",
            "1",
            "2",
            "3",
            "4",
            "small-q4",
            "commands",
            "keys",
            "logs"
        });

        assertEquals(
                new Plan(
                        Plan.Parts.ROUTE,
                        2_000,
                        100,
                        500,
                        1_000,
                        Duration.ofMinutes(1),
                        5,
                        Duration.ofSeconds(90),
                        Duration.ofSeconds(30),
                        1,
                        2,
                        3,
                        4,
                        "small-q4",
                        Path.of("commands"),
                        Path.of("keys"),
                        Path.of("logs")),
                plan);
    }

    @Test
    void has_allIsEveryPart_andRouteIsWithWhatMustAsk() {
        assertTrue(Plan.Parts.ALL.has(Plan.Parts.ROUTE));
        assertTrue(Plan.Parts.ALL.has(Plan.Parts.SYNC));
        assertTrue(Plan.Parts.ROUTE.has(Plan.Parts.SYNC));
        assertFalse(Plan.Parts.SYNC.has(Plan.Parts.ROUTE));
        assertFalse(Plan.Parts.PATH.has(Plan.Parts.SYNC));
        assertTrue(Plan.Parts.ALL.has(Plan.Parts.PATH));
        assertTrue(Plan.Parts.PATH.has(Plan.Parts.PATH));
        assertFalse(Plan.Parts.ROUTE.has(Plan.Parts.PATH));
    }
}
