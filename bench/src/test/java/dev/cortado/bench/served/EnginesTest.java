package dev.cortado.bench.served;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EnginesTest {

    @Test
    void settings_areReadOutsideTheService() {
        assertTrue(Engines.settings().batching().limits().queueDepthMax() > 0);
    }
}
