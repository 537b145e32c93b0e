package dev.cortado.inference.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.AdapterUse;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which idle slot is given away.
class SlotsTest {

    private static final int COUNT = 8;

    private Slots slots;

    @BeforeEach
    void open() {
        slots = new Slots(new FakeModel(COUNT, 100, "yes"), true);
    }

    @Test
    void take_fromSlotsThatHoldNothing_leavesNoGap() {
        assertEquals(List.of(0, 1, 2), take(3));
        slots.give(1, order("other"), new int[0]);
        assertEquals(List.of(1, 3), take(2));
    }

    @Test
    void take_amongSlotsUnusedForLong_prefersTheNeighbour() {
        take(COUNT);
        giveBack(5, 2, 7, 0, 3, 6, 1, 4);
        assertEquals(5, take(1).getFirst(), "the oldest");
        assertEquals(2, take(1).getFirst(), "none of 2, 7, 0 and 3 is a neighbour");
        assertEquals(3, take(1).getFirst(), "of 7, 0 and 3 the neighbour of 2");
        assertEquals(6, take(1).getFirst(), "of 7, 0 and 6 the neighbour of 5; 7 is none yet");
        assertEquals(7, take(1).getFirst());
    }

    @Test
    void take_neighbourThatWasUsedLast_isLeftToItsTenant() {
        take(COUNT);
        giveBack(0, 1, 2, 3, 4, 6, 7);
        assertEquals(List.of(0, 1, 2), take(3), "6 is beside 5, and holds what may be continued soon");
    }

    @Test
    void takeEmpty_likeTake_leavesNoGap() {
        take(2);
        assertEquals(2, slots.takeEmpty().slot());
    }

    private List<Integer> take(int count) {
        return IntStream.range(0, count)
                .map(n -> slots.take(order("new " + n)).slot())
                .boxed()
                .toList();
    }

    private void giveBack(int... order) {
        for (int slot : order) {
            slots.give(slot, order("tenant " + slot), new int[] {1});
        }
    }

    private static GenerationOrder order(String tenant) {
        return new GenerationOrder(
                new Tenant(tenant),
                AdapterUse.NONE,
                FakeModel.prompt(tenant),
                TokenCount.of(1),
                Sampling.greedy(),
                List.of(),
                Instant.MAX,
                Instant.MAX);
    }
}
