package dev.cortado.accounting.path;

import java.time.Instant;
import java.util.List;

/// The limits on a tenant path.
public sealed interface PathAnswer {

    /// @param suspended what is suspended on the path, in words ("team team-7"); empty where nothing is
    /// @param counters of the current window
    /// @param next counters that take over when a current window ends, as far as they are made
    record Known(String suspended, List<PathCounter> counters, List<PathCounter> next, long version, Instant asOf)
            implements PathAnswer {}

    /// No such path: an id is unknown, or they do not belong together.
    record Unknown(Instant asOf) implements PathAnswer {}
}
