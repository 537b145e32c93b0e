package dev.cortado.accounting.lease;

import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.SessionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The recalls of one order. While one of them is waited for, another session may take what it cannot use and keep it
/// for a moment, or have been asked for its slack by nobody yet: only where each lease was called back and none has
/// grown since is it known that nothing more is free.
public final class Recalling {

    /// So that an order is answered however busy its counters are.
    private static final int ROUNDS_MAX = 3;

    private final Map<LeaseId, Long> called = new HashMap<>();
    private int rounds;

    /// What has been called back so far.
    public Recalled recalled() {
        return new Recalled(called, false);
    }

    /// The leases to call back now, by session. None: the order is to be acted on as it stands.
    public Map<SessionId, List<LeaseId>> due(LeaseAnswer.RecallFirst recall) {
        Map<SessionId, List<LeaseId>> due = new LinkedHashMap<>();
        if (rounds == ROUNDS_MAX) {
            return due;
        }
        for (IdleLease idle : recall.idle()) {
            Long before = called.put(idle.lease(), idle.grownSeq());
            if (before == null || idle.grownSeq() > before) {
                due.computeIfAbsent(idle.session(), _ -> new ArrayList<>()).add(idle.lease());
            }
        }
        rounds++;
        return due;
    }
}
