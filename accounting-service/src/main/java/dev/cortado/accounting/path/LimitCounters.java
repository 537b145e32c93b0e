package dev.cortado.accounting.path;

import dev.cortado.accounting.window.Renewal;
import dev.cortado.contracts.unit.LimitId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A limit and its counters that have not ended.
///
/// @param version of the limit
public record LimitCounters(LimitId limit, long version, Renewal renewal, List<PathCounter> counters) {

    public LimitCounters {
        counters = List.copyOf(counters);
    }

    /// Windows that must have a counter and have none. One that overlaps a counter there is has one: windows of a
    /// limit never overlap, whatever became of its rule, or of its zone's, since the counter was made.
    public List<WantedCounter> missing(Instant now, Duration ahead) {
        return WantedCounter.at(now, renewal, ahead).stream()
                .filter(window ->
                        counters.stream().noneMatch(each -> each.window().overlaps(window)))
                .map(window -> new WantedCounter(limit.value(), version, window))
                .toList();
    }

    public Optional<PathCounter> inForce(Instant now) {
        return counters.stream().filter(each -> each.window().contains(now)).findFirst();
    }

    /// The counter that takes over when the one in force ends, where it is made already.
    public Optional<PathCounter> next(Instant now) {
        return counters.stream()
                .filter(each -> each.window().start().isAfter(now))
                .min(Comparator.comparing(each -> each.window().start()));
    }
}
