package dev.cortado.router.tenant;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What accounting says of a tenant's path.
public sealed interface PathAnswer {

    /// The limits that stand on the path, none where nothing caps this tenant, and how its requests are routed.
    ///
    /// @param counters of the present windows, against which everything is held
    /// @param next of the windows after, as far as accounting made them: to be leased ahead
    /// @param rules of the nodes on the path that have one, from the root
    record Limits(List<LimitCounter> counters, List<LimitCounter> next, List<RoutingRule> rules) implements PathAnswer {
        public Limits {
            counters = List.copyOf(counters);
            next = List.copyOf(next);
            rules = List.copyOf(rules);
        }

        /// Of a path without rules.
        public Limits(List<LimitCounter> counters, List<LimitCounter> next) {
            this(counters, next, List.of());
        }

        public Limits(List<LimitCounter> counters) {
            this(counters, List.of());
        }

        /// The first moment at which one of the counters is over.
        Instant validUntil() {
            Instant first = Instant.MAX;
            for (LimitCounter counter : counters) {
                first = counter.windowEnd().isBefore(first) ? counter.windowEnd() : first;
            }
            return first;
        }

        /// The counter that takes over from this one, where it is known.
        public Optional<LimitCounter> successorOf(LimitCounter counter) {
            return next.stream()
                    .filter(later -> later.limit().equals(counter.limit())
                            && later.windowStart().equals(counter.windowEnd()))
                    .findFirst();
        }

        /// The path at this moment, the next windows' counters in place of those that are over; empty where one of
        /// them is not known.
        Optional<Limits> at(Instant accountingNow) {
            List<LimitCounter> present = new ArrayList<>(counters.size());
            for (LimitCounter counter : counters) {
                LimitCounter standing = accountingNow.isBefore(counter.windowEnd())
                        ? counter
                        : successorOf(counter).orElse(counter);
                if (!accountingNow.isBefore(standing.windowEnd())) {
                    return Optional.empty();
                }
                present.add(standing);
            }
            return Optional.of(new Limits(
                    present,
                    next.stream().filter(later -> !present.contains(later)).toList(),
                    rules));
        }
    }

    /// The tenant may not spend at present.
    ///
    /// @param node what is suspended on the path, in words ("team team-7")
    record Suspended(String node) implements PathAnswer {}

    /// There is no such path.
    record UnknownTenant() implements PathAnswer {}
}
