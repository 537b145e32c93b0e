package dev.cortado.inference.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.inference.batching.StepObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class InferenceMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void steps_loopThatFails_isCountedByWhatCameOfIt() {
        StepObserver steps = new InferenceMetrics(registry).steps("small");
        steps.loopFailed(true);
        steps.loopFailed(true);
        steps.loopFailed(false);
        assertEquals(2, failures("recovered"));
        assertEquals(1, failures("lost"));
    }

    private double failures(String outcome) {
        return registry.get("cortado.inference.loop.failures")
                .tag("variant", "small")
                .tag("outcome", outcome)
                .counter()
                .count();
    }
}
