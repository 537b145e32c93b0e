package dev.cortado.bench.ledger;

import java.util.List;
import java.util.SplittableRandom;

/// The leases that events charge and that routers order anew. The first tenant is hot: a fifth of
/// everything is its own, and every router serves it; each other tenant has one router.
final class LedgerPaths {

    private static final int PERCENT = 100;
    private static final int HOT_SHARE_PERCENT = 20;

    private final List<PathLeases> hot;
    private final List<PathLeases> others;

    /// @param hot the hot tenant's, one by each router
    LedgerPaths(List<PathLeases> hot, List<PathLeases> others) {
        this.hot = List.copyOf(hot);
        this.others = List.copyOf(others);
    }

    /// Whether this router serves the tenant at this place.
    static boolean serves(int router, int tenant, int routers) {
        return tenant == 0 || tenant % routers == router;
    }

    List<PathLeases> hot() {
        return hot;
    }

    PathLeases any(SplittableRandom random) {
        List<PathLeases> from = random.nextInt(PERCENT) < HOT_SHARE_PERCENT ? hot : others;
        return from.get(random.nextInt(from.size()));
    }
}
