package dev.cortado.bench.simulation.check;

import dev.cortado.bench.simulation.books.Tables;
import dev.cortado.bench.simulation.books.UsageKey;
import dev.cortado.bench.simulation.books.UsageRow;
import dev.cortado.router.decision.Hedge;
import dev.cortado.router.hold.AttemptKey;
import java.util.Optional;

/// What a hedge and the attempt beside it come to for the tenant, once everything is at rest.
final class HedgeCharges {

    private HedgeCharges() {}

    /// Of the two the tenant pays one: where only one of them was stopped, the other. One that pays for
    /// hedges pays both. Where one left no usage, the other is an attempt like any other.
    ///
    /// @return the invariant that does not hold
    static Optional<String> check(Tables tables, AttemptKey key, Hedge hedge) {
        UsageRow second = tables.usage(new UsageKey(key.reservation(), key.attempt()));
        UsageRow first = tables.usage(new UsageKey(key.reservation(), hedge.of()));
        if (first == null || second == null) {
            return Optional.empty();
        }
        boolean isNoted = second.usage().permission().hedgeOf().isPresent();
        if (isNoted == hedge.charged()) {
            return Optional.of("a tenant that pays for hedges pays both");
        }
        if (hedge.charged()) {
            return Optional.empty();
        }
        if (paid(tables, first) > 0 && paid(tables, second) > 0) {
            return Optional.of("of a hedge and the attempt beside it the tenant pays one");
        }
        UsageRow stopped = isStopped(first) ? first : second;
        return isStopped(first) != isStopped(second) && paid(tables, stopped) > 0
                ? Optional.of("the tenant pays the attempt that answered")
                : Optional.empty();
    }

    private static long paid(Tables tables, UsageRow row) {
        return row.charge() - tables.refunded(UsageKey.of(row.usage()));
    }

    private static boolean isStopped(UsageRow row) {
        return row.usage().metering().finishReason().equals("cancelled");
    }
}
