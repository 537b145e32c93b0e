package dev.cortado.accounting.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class CapEffectTest {

    @Test
    void cap_holdsSinceWhenItSays() {
        assertEquals(CapEffect.NOW, CapEffect.of(true, 100, 100, 100, true));
        assertEquals(CapEffect.WHEN_LEASES_SHRINK, CapEffect.of(true, 100, 101, 100, true));
        assertEquals(CapEffect.NEXT_WINDOW, CapEffect.of(true, 100, 101, 101, true));
        assertEquals(CapEffect.NOW, CapEffect.of(false, 100, 500, 500, true));
        assertEquals(CapEffect.ONCE_RAISED, CapEffect.of(true, 100, 101, 101, false));
        assertEquals(CapEffect.WHEN_LEASES_SHRINK, CapEffect.of(true, 100, 101, 100, false));
    }

    @Test
    void alertPercents_areSortedAndBounded() {
        assertEquals(List.of(50, 80, 100), new AlertPercents(List.of(100, 50, 80, 50)).percents());
        assertThrows(IllegalArgumentException.class, () -> new AlertPercents(List.of(0)));
        assertThrows(IllegalArgumentException.class, () -> new AlertPercents(List.of(1_001)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new AlertPercents(
                        java.util.stream.IntStream.rangeClosed(1, 17).boxed().toList()));
    }
}
