package dev.cortado.accounting.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.SessionId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecallingTest {

    private final Recalling recalling = new Recalling();

    @Test
    void due_firstTime_isAllThatLiesIdle() {
        assertEquals(
                Map.of(new SessionId(1), List.of(new LeaseId(1), new LeaseId(2)), new SessionId(2), ids(3)),
                due(idle(1, 1, 1), idle(1, 2, 2), idle(2, 3, 1)));
    }

    @Test
    void due_calledBackAndNotGrown_isNothing() {
        due(idle(1, 1, 7), idle(2, 3, 9));

        assertEquals(Map.of(), due(idle(1, 1, 7), idle(2, 3, 9)));
    }

    /// Another session took what it cannot use while the recall was waited for.
    @Test
    void due_grownOrNewSince_isCalledBackToo() {
        due(idle(1, 1, 7), idle(2, 3, 9));

        assertEquals(
                Map.of(new SessionId(2), ids(3), new SessionId(3), ids(4)),
                due(idle(1, 1, 7), idle(2, 3, 11), idle(3, 4, 1)));
    }

    @Test
    void due_growingAgainAndAgain_endsAfterThreeRounds() {
        for (int round = 1; round <= 3; round++) {
            assertEquals(Map.of(new SessionId(1), ids(1)), due(idle(1, 1, round)));
        }
        assertEquals(Map.of(), due(idle(1, 1, 4)));
    }

    private Map<SessionId, List<LeaseId>> due(IdleLease... idle) {
        return recalling.due(new LeaseAnswer.RecallFirst(List.of(idle)));
    }

    private static IdleLease idle(long session, long lease, long grownSeq) {
        return new IdleLease(new SessionId(session), new LeaseId(lease), grownSeq);
    }

    private static List<LeaseId> ids(long lease) {
        return List.of(new LeaseId(lease));
    }
}
