package dev.cortado.router.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Measurement;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OperatorCostTest {

    private static final Throughput THROUGHPUT = new Throughput(1000, 50);
    private static final HourlyRate RATE = new HourlyRate(NanoUsd.ofUsd("0.36"));

    @Test
    void cost_isTheShareOfTheMachinesTime() {
        // 2 s of prefill and 3 s of decoding at 0.0001 USD a second.
        assertEquals(NanoUsd.ofUsd("0.0005"), OperatorCost.of(Work.of(2000, 150), THROUGHPUT, RATE, 1));
    }

    @Test
    void cachedTokens_needNoPrefill() {
        assertEquals(NanoUsd.ofUsd("0.00035"), OperatorCost.of(new Work(2000, 1500, 150), THROUGHPUT, RATE, 1));
    }

    @Test
    void idleHours_arePaidByTheBusyOnes() {
        assertEquals(NanoUsd.ofUsd("0.002"), OperatorCost.of(Work.of(2000, 150), THROUGHPUT, RATE, .25));
        assertThrows(IllegalArgumentException.class, () -> OperatorCost.of(Work.of(1, 1), THROUGHPUT, RATE, 0));
        assertThrows(IllegalArgumentException.class, () -> OperatorCost.of(Work.of(1, 1), THROUGHPUT, RATE, 1.01));
    }

    @Test
    void cost_isRoundedUpToNanoUsd() {
        assertEquals(NanoUsd.of(1), OperatorCost.of(Work.of(1, 0), THROUGHPUT, new HourlyRate(NanoUsd.of(1)), 1));
        assertEquals(NanoUsd.ZERO, OperatorCost.of(Work.of(0, 0), THROUGHPUT, RATE, 1));
    }

    @Test
    void hourlyRate_addsTheElectricityOfTheBuilding() {
        assertEquals(
                NanoUsd.ofUsd("1.41"),
                HourlyRate.of(NanoUsd.ofUsd("1.2"), new BigDecimal("700"), new BigDecimal("1.5"), NanoUsd.ofUsd("0.2"))
                        .perHour());
        assertThrows(
                IllegalArgumentException.class,
                () -> HourlyRate.of(NanoUsd.ZERO, BigDecimal.ONE, new BigDecimal("0.9"), NanoUsd.ZERO));
    }

    @Test
    void moreStreams_makeEachTokenCheaper() {
        Measurement measured = measurement(List.of(
                new Measurement.Streams(1, Duration.ofMillis(20), Optional.empty()),
                new Measurement.Streams(4, Duration.ofMillis(40), Optional.empty())));
        Work work = Work.of(0, 100);
        // 1 stream: 50 tokens/s; 4 streams: 100 tokens/s.
        assertEquals(
                2, OperatorCost.poolSeconds(work, Throughput.of(measured, 1).orElseThrow()), 1e-9);
        assertEquals(
                1, OperatorCost.poolSeconds(work, Throughput.of(measured, 4).orElseThrow()), 1e-9);
    }

    @Test
    void throughput_whereARateWasNotMeasured_isUnknown() {
        assertTrue(Throughput.of(measurement(List.of()), 1).isEmpty());
    }

    @Test
    void work_ofMoreCachedTokensThanThePrompt_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Work(10, 11, 1));
        assertThrows(IllegalArgumentException.class, () -> Work.of(Double.NaN, 1));
    }

    private static Measurement measurement(List<Measurement.Streams> streams) {
        return new Measurement(
                new VariantId("small"),
                new PoolId("pool"),
                Measurement.ALL_TASKS,
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.of(500),
                streams,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                "",
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }
}
