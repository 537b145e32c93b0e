package dev.cortado.inference.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThreadTurnsTest {

    private final ThreadTurns turns = new ThreadTurns();
    private final Model one = new Model();
    private final Model two = new Model();

    private static final class Model implements ThreadTurns.Taker {

        private final CountDownLatch awaited = new CountDownLatch(1);

        @Override
        public void awaited() {
            awaited.countDown();
        }
    }

    @Test
    void take_alone_isNotBesideAnother() {
        assertFalse(turn(one));
        assertFalse(turn(one));
    }

    @Test
    void take_afterAnotherJustNow_isBesideIt() {
        turn(one);
        assertTrue(turn(two));
        assertTrue(turn(one));
        assertFalse(turn(one));
    }

    @Test
    void take_longAfterAnother_isNotBesideIt() throws InterruptedException {
        turn(one);
        Thread.sleep(150);
        assertFalse(turn(two));
    }

    @Test
    void take_whileAnotherHoldsTheTurn_tellsIt() throws InterruptedException {
        turns.take(one);
        Thread other = Thread.ofVirtual().start(() -> turn(two));
        assertTrue(one.awaited.await(10, TimeUnit.SECONDS));
        turns.give(one);
        other.join();
        assertEquals(1, two.awaited.getCount());
    }

    private boolean turn(ThreadTurns.Taker model) {
        boolean besideAnother = turns.take(model);
        turns.give(model);
        return besideAnother;
    }
}
