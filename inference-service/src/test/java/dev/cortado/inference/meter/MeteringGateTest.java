package dev.cortado.inference.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeteringGateTest {

    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

    private final MeteringGate gate = new MeteringGate(Duration.ofSeconds(2), Duration.ofSeconds(5));

    @Test
    void open_neverAcknowledged_isClosed() {
        assertFalse(gate.open(START));
    }

    @Test
    void open_afterAProbe_closesAfterSilenceAndOpensByItself() {
        gate.probeAcknowledged(START);
        assertTrue(gate.open(START.plusMillis(1_999)));
        assertFalse(gate.open(START.plusMillis(2_000)));
        gate.probeAcknowledged(START.plusSeconds(60));
        assertTrue(gate.open(START.plusSeconds(61)));
    }

    @Test
    void open_appendUnacknowledged_closesThoughProbesAreAnswered() {
        gate.appendStarted(START);
        gate.probeAcknowledged(START.plusMillis(1_900));
        assertTrue(gate.open(START.plusMillis(1_950)));
        gate.probeAcknowledged(START.plusMillis(2_100));
        assertFalse(gate.open(START.plusMillis(2_200)));
        gate.appendAcknowledged(START.plusMillis(2_300));
        assertTrue(gate.open(START.plusMillis(2_400)));
    }

    @Test
    void open_appendFailed_staysClosedForAWhile() {
        gate.appendStarted(START);
        gate.appendFailed(START.plusSeconds(4));
        gate.probeAcknowledged(START.plusSeconds(8));
        assertFalse(gate.open(START.plusMillis(8_999)));
        gate.probeAcknowledged(START.plusSeconds(9));
        assertTrue(gate.open(START.plusSeconds(9)));
    }

    @Test
    void open_logUnfit_closesAtOnceWhateverAppendsSayUntilAProbeIsAcknowledged() {
        gate.probeAcknowledged(START);
        gate.appendStarted(START);
        gate.probeRefused("one of three replicas");
        assertFalse(gate.open(START));
        gate.appendAcknowledged(START.plusMillis(10));
        assertEquals(Optional.of("one of three replicas"), gate.closedBecause(START.plusMillis(20)));
        gate.probeAcknowledged(START.plusMillis(30));
        assertTrue(gate.open(START.plusMillis(40)));
    }

    @Test
    void closedBecause_otherReasons_areTold() {
        assertEquals(Optional.of("usage events are not acknowledged"), gate.closedBecause(START));
        gate.probeAcknowledged(START);
        assertEquals(Optional.empty(), gate.closedBecause(START));
        gate.appendStarted(START);
        gate.appendFailed(START);
        assertEquals(Optional.of("a usage event was not acknowledged a moment ago"), gate.closedBecause(START));
    }
}
