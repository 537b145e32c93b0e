package dev.cortado.router.accounting;

import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.SessionId;
import java.util.List;

/// Wants of one session, as totals since it began.
public record LeaseMessage(SessionId session, long seq, String requestId, List<Want> wants) {

    public LeaseMessage {
        wants = List.copyOf(wants);
    }

    /// @param floor settled and open holds; never granted less
    /// @param want what the router would like in all
    public record Want(CounterId counter, long floor, long want) {}
}
