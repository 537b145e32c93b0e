package dev.cortado.accounting.lease;

import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.SessionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The recalls of one order. While one of them is waited for, another session may take what it cannot
/// use and keep it for a moment, or have been asked for its slack by nobody yet; and a router keeps what
/// it asks for itself until that is answered, where its order goes before. Only where each lease was
/// called back and none has grown or been kept since is it known that nothing more is free.
///
/// An order that goes before all others waits for none of them, and each waits for so many rounds at
/// most, so that no two wait for each other.
public final class Recalling {

    /// So that an order is answered however busy its counters are.
    private static final int ROUNDS_MAX = 5;

    private final Map<LeaseId, Long> called = new HashMap<>();
    private int rounds;

    /// What has been called back so far. After the last round the order is acted on as it stands.
    public Recalled recalled() {
        return new Recalled(called, rounds == ROUNDS_MAX);
    }

    /// Begins a round: the leases to call back now, by session, before the order is asked again. None
    /// where each was called back before and is kept for an order that goes before: that one's end is
    /// waited for.
    public Map<SessionId, List<LeaseId>> round(LeaseAnswer.RecallFirst recall) {
        rounds++;
        Map<SessionId, List<LeaseId>> due = new LinkedHashMap<>();
        for (IdleLease idle : recall.idle()) {
            // What is kept comes back once more when it is kept no longer.
            long moved = idle.kept() ? idle.movedSeq() - 1 : idle.movedSeq();
            Long before = called.get(idle.lease());
            if (before == null || moved > before) {
                called.put(idle.lease(), moved);
                due.computeIfAbsent(idle.session(), _ -> new ArrayList<>()).add(idle.lease());
            }
        }
        return due;
    }
}
