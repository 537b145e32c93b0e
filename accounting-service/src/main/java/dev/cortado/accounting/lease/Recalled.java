package dev.cortado.accounting.lease;

import dev.cortado.contracts.unit.LeaseId;
import java.util.Map;

/// What was called back for an order before it is asked again. An order is acted on as it stands only
/// where every lease that may lie idle was called back and has neither grown since nor been kept for an
/// order that goes before; that is decided in the transaction which acts, so that nothing can change
/// between. What a lease comes to does not tell: it may have given back and taken the same again.
///
/// @param movedSeqs [IdleLease#movedSeq] of each lease when it was called back, or less than that while
/// it was kept
/// @param last acts in any case
public record Recalled(Map<LeaseId, Long> movedSeqs, boolean last) {

    /// Nothing was called back yet.
    public static final Recalled NOTHING = new Recalled(Map.of(), false);

    /// It is acted on whatever lies idle.
    public static final Recalled ENOUGH = new Recalled(Map.of(), true);

    public Recalled {
        movedSeqs = Map.copyOf(movedSeqs);
    }

    /// Whether this lease, were it idle, has nothing more to give.
    public boolean covers(IdleLease idle) {
        Long before = movedSeqs.get(idle.lease());
        return last || (!idle.kept() && before != null && idle.movedSeq() <= before);
    }
}
