package dev.cortado.accounting.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.SessionId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecallingTest {

    private final Recalling recalling = new Recalling();

    @Test
    void round_firstTime_isAllThatLiesIdle() {
        assertEquals(
                Map.of(new SessionId(1), List.of(new LeaseId(1), new LeaseId(2)), new SessionId(2), ids(3)),
                due(idle(1, 1, 1), idle(1, 2, 2), idle(2, 3, 1)));
    }

    @Test
    void round_calledBackAndNotGrown_isNothing() {
        due(idle(1, 1, 7), idle(2, 3, 9));

        assertEquals(Map.of(), due(idle(1, 1, 7), idle(2, 3, 9)));
    }

    /// Another session took what it cannot use while the recall was waited for.
    @Test
    void round_grownOrNewSince_isCalledBackToo() {
        due(idle(1, 1, 7), idle(2, 3, 9));

        assertEquals(
                Map.of(new SessionId(2), ids(3), new SessionId(3), ids(4)),
                due(idle(1, 1, 7), idle(2, 3, 11), idle(3, 4, 1)));
    }

    @Test
    void round_growingAgainAndAgain_isTheLastAfterFive() {
        for (int round = 1; round <= 5; round++) {
            assertFalse(recalling.recalled().last());
            assertEquals(Map.of(new SessionId(1), ids(1)), due(idle(1, 1, round)));
        }
        assertTrue(recalling.recalled().last());
    }

    /// Its router has heard already that it is called back, and answers when its own order is over.
    @Test
    void round_keptForAnOrderThatGoesBefore_isCalledBackOnceAndOnceMoreAfterwards() {
        assertEquals(Map.of(new SessionId(1), ids(1)), due(kept(7)));
        assertFalse(recalling.recalled().covers(kept(7)));
        assertEquals(Map.of(), due(kept(7)));
        assertFalse(recalling.recalled().covers(idle(1, 1, 7)));

        assertEquals(Map.of(new SessionId(1), ids(1)), due(idle(1, 1, 7)));
        assertTrue(recalling.recalled().covers(idle(1, 1, 7)));
    }

    /// The order that goes before reached accounting after the recall.
    @Test
    void covers_keptSinceItWasCalledBack_isNotDecidedYet() {
        due(idle(1, 1, 5));

        assertTrue(recalling.recalled().covers(idle(1, 1, 5)));
        assertFalse(recalling.recalled().covers(kept(7)));
    }

    private Map<SessionId, List<LeaseId>> due(IdleLease... idle) {
        return recalling.round(new LeaseAnswer.RecallFirst(List.of(idle)));
    }

    private static IdleLease idle(long session, long lease, long movedSeq) {
        return new IdleLease(new SessionId(session), new LeaseId(lease), movedSeq, false);
    }

    private static IdleLease kept(long movedSeq) {
        return new IdleLease(new SessionId(1), new LeaseId(1), movedSeq, true);
    }

    private static List<LeaseId> ids(long lease) {
        return List.of(new LeaseId(lease));
    }
}
