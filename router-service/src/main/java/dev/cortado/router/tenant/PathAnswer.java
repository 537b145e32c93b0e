package dev.cortado.router.tenant;

import java.time.Instant;
import java.util.List;

/// What accounting says of a tenant's path.
public sealed interface PathAnswer {

    /// The limits that stand on the path; none means that nothing caps this tenant.
    record Limits(List<LimitCounter> counters) implements PathAnswer {
        public Limits {
            counters = List.copyOf(counters);
        }

        /// The first moment at which one of the counters is over.
        Instant validUntil() {
            return counters.stream()
                    .map(LimitCounter::windowEnd)
                    .min(Instant::compareTo)
                    .orElse(Instant.MAX);
        }
    }

    /// The tenant may not spend at present.
    record Suspended() implements PathAnswer {}

    /// There is no such path.
    record UnknownTenant() implements PathAnswer {}
}
