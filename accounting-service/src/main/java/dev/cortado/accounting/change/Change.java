package dev.cortado.accounting.change;

import dev.cortado.accounting.lease.Asking;
import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.SessionId;
import java.util.List;

/// What has changed, told to every instance of accounting and by them to routers and gateways.
public sealed interface Change {

    /// A tenant, key or limit: what is cached of every path through the node is void.
    ///
    /// @param publicId of the key where the node is one, else empty
    record OfPath(String node, String publicId, long version) implements Change {}

    /// There is a new price book.
    record OfPrices() implements Change {}

    /// Idle slack of these leases is called back for somebody else's order.
    record Recalled(SessionId session, List<LeaseId> leases, Asking asking) implements Change {}
}
