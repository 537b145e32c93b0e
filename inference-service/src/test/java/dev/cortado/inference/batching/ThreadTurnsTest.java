package dev.cortado.inference.batching;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ThreadTurnsTest {

    private final ThreadTurns turns = new ThreadTurns();

    @Test
    void take_alone_isNotBesideAnother() {
        assertFalse(turn("one"));
        assertFalse(turn("one"));
    }

    @Test
    void take_afterAnotherJustNow_isBesideIt() {
        turn("one");
        assertTrue(turn("two"));
        assertTrue(turn("one"));
        assertFalse(turn("one"));
    }

    @Test
    void take_longAfterAnother_isNotBesideIt() throws InterruptedException {
        turn("one");
        Thread.sleep(150);
        assertFalse(turn("two"));
    }

    private boolean turn(String model) {
        boolean besideAnother = turns.take(model);
        turns.give(model);
        return besideAnother;
    }
}
