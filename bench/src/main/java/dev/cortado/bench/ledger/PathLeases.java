package dev.cortado.bench.ledger;

import java.util.List;

/// What one router's session has leased of one tenant's path.
///
/// @param router its place among the routers
/// @param counters organisation's, team's, project's, with the leases in the same places
record PathLeases(int router, long session, LedgerTenants.Tenant tenant, List<Long> counters, List<Long> leases) {

    PathLeases {
        counters = List.copyOf(counters);
        leases = List.copyOf(leases);
    }
}
