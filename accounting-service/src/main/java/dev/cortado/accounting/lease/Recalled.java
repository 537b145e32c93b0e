package dev.cortado.accounting.lease;

import dev.cortado.contracts.unit.LeaseId;
import java.util.Map;

/// What was called back for an order before it is asked again. An order is acted on as it stands only where every lease
/// that may lie idle was called back and has not grown since; that is decided in the transaction which acts, so that
/// nothing can grow between. What a lease comes to does not tell: it may have given back and taken the same again.
///
/// @param grownSeqs the message by which each lease had last grown when it was called back
/// @param last acts in any case
public record Recalled(Map<LeaseId, Long> grownSeqs, boolean last) {

    /// Nothing was called back yet.
    public static final Recalled NOTHING = new Recalled(Map.of(), false);

    /// It is acted on whatever lies idle.
    public static final Recalled ENOUGH = new Recalled(Map.of(), true);

    public Recalled {
        grownSeqs = Map.copyOf(grownSeqs);
    }

    /// Whether this lease, were it idle, has nothing more to give.
    public boolean covers(IdleLease idle) {
        Long before = grownSeqs.get(idle.lease());
        return last || (before != null && idle.grownSeq() <= before);
    }
}
