package dev.cortado.inference.attempt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.inference.engine.Tenant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PreparationPoolTest {

    private static final Tenant CROWD = new Tenant("crowd");
    private static final Tenant ONE = new Tenant("one");

    private final PreparationPool pool = new PreparationPool(1, 10, 8);
    private final CountDownLatch held = new CountDownLatch(1);
    private final List<String> ran = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        held.countDown();
        pool.close();
    }

    /// Keeps the only thread until it is let go.
    private void hold(Tenant tenant) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        pool.execute(tenant, () -> {
            begun.countDown();
            await(held);
        });
        assertTrue(begun.await(10, TimeUnit.SECONDS));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void tenantThatComesLate_isNextButOne() throws InterruptedException {
        hold(CROWD);
        for (int n = 0; n < 8; n++) {
            pool.execute(CROWD, () -> ran.add("crowd"));
        }
        pool.execute(ONE, () -> ran.add("one"));
        CountDownLatch last = new CountDownLatch(1);
        pool.execute(ONE, last::countDown);

        held.countDown();
        await(last);

        assertTrue(ran.indexOf("one") <= 1, ran::toString);
    }

    @Test
    void oneTenant_fillsItsShareAlone_andAllTogetherTheWhole() throws InterruptedException {
        hold(CROWD);
        for (int n = 0; n < 8; n++) {
            pool.execute(CROWD, () -> ran.add("crowd"));
        }
        assertThrows(RejectedExecutionException.class, () -> pool.execute(CROWD, () -> ran.add("too many")));
        pool.execute(ONE, () -> ran.add("one"));
        pool.execute(ONE, () -> ran.add("one"));
        assertThrows(RejectedExecutionException.class, () -> pool.execute(ONE, () -> ran.add("too many")));
    }

    @Test
    void commandThatFails_keepsNobodyFromRunning() {
        pool.execute(ONE, () -> {
            throw new IllegalStateException("meant to fail");
        });
        CountDownLatch done = new CountDownLatch(1);
        pool.execute(ONE, () -> {
            ran.add("after");
            done.countDown();
        });
        await(done);
        assertEquals(List.of("after"), ran);
    }
}
