package dev.cortado.bench.simulation.books;

import dev.cortado.accounting.path.LimitCounters;
import dev.cortado.accounting.path.PathAnswer;
import dev.cortado.accounting.path.PathCounter;
import dev.cortado.accounting.path.TenantPath;
import dev.cortado.accounting.path.WantedCounter;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.LimitId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The rules by which accounting finds a path's counters and makes those of a new window.
public class PathQueries {

    /// From the root.
    private static final List<String> NODE_KINDS = List.of("organisation", "team", "project", "key");

    protected final Tables tables;
    private final Duration windowAhead;

    public PathQueries(Tables tables, Duration windowAhead) {
        this.tables = tables;
        this.windowAhead = windowAhead;
    }

    public PathAnswer path(TenantPath path, Instant now) {
        List<LimitRow> limits = new ArrayList<>();
        for (LimitRow limit : tables.limits.values()) {
            if (path.nodes().contains(limit.node) && !limit.isRemoved()) {
                limits.add(limit);
            }
        }
        for (LimitRow limit : limits) {
            for (WantedCounter wanted : counters(limit, now).missing(now, windowAhead)) {
                tables.addCounter(limit, wanted.window());
            }
        }
        List<PathCounter> inForce = new ArrayList<>();
        List<PathCounter> next = new ArrayList<>();
        for (LimitRow limit : limits) {
            LimitCounters counters = counters(limit, now);
            counters.inForce(now).ifPresent(inForce::add);
            counters.next(now).ifPresent(next::add);
        }
        return new PathAnswer.Known(suspended(path), inForce, next, tables.version, now);
    }

    /// The outermost of what is suspended on a path, in words; empty where nothing is.
    private String suspended(TenantPath path) {
        for (int i = 0; i < path.nodes().size(); i++) {
            if (tables.suspended.contains(path.nodes().get(i))) {
                return NODE_KINDS.get(i) + " " + path.nodes().get(i);
            }
        }
        return "";
    }

    /// The limit with its counters that have not ended.
    private LimitCounters counters(LimitRow limit, Instant now) {
        List<PathCounter> counters = new ArrayList<>();
        for (CounterRow counter : tables.counters.values()) {
            if (counter.limit == limit && counter.window.end().isAfter(now)) {
                counters.add(new PathCounter(
                        new CounterId(counter.id),
                        new LimitId(limit.id),
                        limit.node,
                        limit.unit,
                        limit.renewal().kindAt(counter.window.start()),
                        counter.isHard(),
                        counter.window,
                        counter.capInForce(),
                        counter.committed(),
                        tables.spent(counter)));
            }
        }
        return new LimitCounters(new LimitId(limit.id), 1, limit.renewal(), counters);
    }
}
