package dev.cortado.bench.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenLoopTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long NANOS = 1_000_000_000L;

    @Test
    void run_isDueEvenly_howeverLongACallHoldsItUp() {
        List<Long> due = new ArrayList<>();
        long begun = System.nanoTime();

        OpenLoop.run(100, SECOND, at -> {
            if (due.size() == 10) {
                sleep(50);
            }
            due.add(at);
        });

        assertEquals(100, due.size());
        for (int n = 1; n < due.size(); n++) {
            assertEquals(NANOS / 100, due.get(n) - due.get(n - 1));
        }
        assertTrue(System.nanoTime() - begun >= NANOS * 99 / 100, "it ran ahead of its rate");
    }

    @Test
    void rise_isHalfAsMany_andEverDenser() {
        List<Long> due = new ArrayList<>();

        OpenLoop.rise(100, SECOND, due::add);

        assertEquals(50, due.size());
        long half = due.getFirst() + NANOS / 2;
        assertEquals(50 / 4.0, (double) due.stream().filter(at -> at < half).count(), 1);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
