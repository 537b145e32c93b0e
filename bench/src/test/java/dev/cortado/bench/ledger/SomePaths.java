package dev.cortado.bench.ledger;

import java.util.List;
import java.util.stream.IntStream;

/// Leases that nobody granted.
final class SomePaths {

    private static final int LEVELS = 3;

    private SomePaths() {}

    /// A path of this router with three leases of its own.
    static PathLeases path(int router, int tenant) {
        List<Long> counters = IntStream.range(0, LEVELS)
                .mapToObj(level -> 100L * (tenant + 1) + level)
                .toList();
        return new PathLeases(
                router,
                7 + router,
                new LedgerTenants.Tenant("o" + tenant, "t" + tenant, "p" + tenant),
                counters,
                counters.stream()
                        .map(counter -> 1_000_000L * (router + 1) + counter)
                        .toList());
    }
}
