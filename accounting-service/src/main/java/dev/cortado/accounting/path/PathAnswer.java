package dev.cortado.accounting.path;

import dev.cortado.accounting.routing.RoutingRule;
import java.time.Instant;
import java.util.List;

/// The limits on a tenant path.
public sealed interface PathAnswer {

    /// @param suspended what is suspended on the path, in words ("team team-7"); empty where nothing is
    /// @param counters of the current window
    /// @param next counters that take over when a current window ends, as far as they are made
    /// @param rules how requests are routed, of the nodes on the path that have a rule, from the root
    record Known(
            String suspended,
            List<PathCounter> counters,
            List<PathCounter> next,
            List<RoutingRule> rules,
            long version,
            Instant asOf)
            implements PathAnswer {

        /// Of a path without rules.
        public Known(String suspended, List<PathCounter> counters, List<PathCounter> next, long version, Instant asOf) {
            this(suspended, counters, next, List.of(), version, asOf);
        }
    }

    /// No such path: an id is unknown, or they do not belong together.
    record Unknown(Instant asOf) implements PathAnswer {}
}
