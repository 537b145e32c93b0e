package dev.cortado.router.hold;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.SessionId;
import java.time.Instant;
import java.util.List;

/// What one attempt may cost, taken from leases of every counter on its path. It belongs to one session for good.
///
/// @param money the most the attempt may cost
/// @param partition of the usage log, where its event or its release is to be seen
/// @param publishBy a later event is not the tenant's to pay
public record Hold(
        AttemptKey key,
        OrganisationId organisation,
        SessionId session,
        NanoUsd money,
        List<HeldAmount> amounts,
        int partition,
        Instant publishBy,
        long takenNanos) {

    public Hold {
        amounts = List.copyOf(amounts);
    }
}
