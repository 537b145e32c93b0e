package dev.cortado.bench.pacing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.router.frontier.Offer;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OptimumTest {

    private static final double WITHIN = 1e-9;

    /// Steps in order: 0.2 for 100 nano-USD (A), 0.3 for 200 (B, whose cheap offer is dominated by a mix), 0.5 for 900.
    private final Optimum optimum = new Optimum(List.of(
            priced(new Offer("small", 100e-9, .2), new Offer("large", 1000e-9, .7)),
            priced(new Offer("small", 100e-9, .1), new Offer("large", 200e-9, .3))));

    @Test
    void utility_noMoney_isNothing() {
        assertEquals(0, optimum.utility(NanoUsd.ZERO), WITHIN);
    }

    @Test
    void utility_steepestFirst_lastStepInPart() {
        assertEquals(.2, optimum.utility(NanoUsd.of(100)), WITHIN);
        assertEquals(.35, optimum.utility(NanoUsd.of(200)), WITHIN);
        assertEquals(.5, optimum.utility(NanoUsd.of(300)), WITHIN);
        assertEquals(.75, optimum.utility(NanoUsd.of(750)), WITHIN);
    }

    @Test
    void utility_moneyForAll_isTheBestOfEach() {
        assertEquals(1, optimum.utility(NanoUsd.of(5000)), WITHIN);
    }

    private static Priced priced(Offer... offers) {
        return Priced.of("", List.of(offers));
    }
}
