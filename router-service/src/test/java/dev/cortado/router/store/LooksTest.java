package dev.cortado.router.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

class LooksTest {

    private final Queue<Runnable> planned = new ArrayDeque<>();
    private final Looks looks = new Looks(
            Logger.getLogger(LooksTest.class),
            "nothing is seen",
            Duration.ofMillis(1),
            () -> planned.remove().run());

    @Test
    void run_lookFails_looksAgain_untilItIsEnded() {
        planned.add(() -> {
            throw new IllegalStateException("this time");
        });
        planned.add(() -> {});
        planned.add(looks::end);
        planned.add(() -> {});
        looks.run();
        assertEquals(1, planned.size(), "looked after its end");
    }
}
