package dev.cortado.bench.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PathTotalsTest {

    private static final long HELD = 1L << 50;
    private static final int ORDERS = 20_000;

    private final PathTotals totals = new PathTotals(HELD);
    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void next_growsAheadOfNeed_shrinks_andNeverSaysLessThanIsHeld() {
        long held = HELD;
        for (int n = 0; n < ORDERS; n++) {
            long room = totals.room();
            long granted = totals.floor() + room;

            PathTotals.Want said = totals.next(random);

            assertTrue(said.floor() >= held && said.floor() <= granted, "a floor that falls, or was not granted");
            assertTrue(said.want() >= said.floor());
            switch (said.kind()) {
                case ASK -> assertEquals(0, room, "there was room");
                case RENEW -> {
                    assertTrue(said.want() > granted, "a renewal that wants no more");
                    assertTrue(totals.room() > 0, "renewed too late");
                }
                case GIVE_BACK -> {
                    assertTrue(said.want() < granted, "nothing is given back");
                    assertEquals(said.want(), totals.floor() + totals.room(), "room is kept that was given back");
                }
            }
            totals.granted(said, said.want());
            held = said.floor();
        }
    }

    @Test
    void next_isOfEveryKind() {
        Map<OrderKind, Integer> counts = new EnumMap<>(OrderKind.class);
        for (int n = 0; n < ORDERS; n++) {
            PathTotals.Want said = totals.next(random);
            totals.granted(said, said.want());
            counts.merge(said.kind(), 1, Integer::sum);
        }

        for (OrderKind kind : OrderKind.values()) {
            assertTrue(counts.getOrDefault(kind, 0) > ORDERS / 50, counts::toString);
        }
        assertTrue(counts.getOrDefault(OrderKind.RENEW, 0) > ORDERS / 3, counts::toString);
    }

    @Test
    void granted_aRequestThatWaited_takesItsHold() {
        PathTotals.Want said = totals.next(random);
        totals.granted(said, said.want());

        assertEquals(HELD + PathTotals.HOLD_NANO_USD, totals.floor());
        assertEquals(PathTotals.HOLD_NANO_USD, totals.room());
    }

    @Test
    void granted_nothing_leavesTheNextRequestWaiting() {
        PathTotals.Want said = totals.next(random);
        totals.granted(said, said.floor());

        assertEquals(OrderKind.ASK, totals.next(random).kind());
        assertEquals(HELD, totals.floor());
    }
}
