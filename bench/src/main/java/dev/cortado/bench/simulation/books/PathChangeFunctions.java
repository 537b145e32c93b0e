package dev.cortado.bench.simulation.books;

import dev.cortado.accounting.limit.LimitTerms;
import dev.cortado.accounting.limit.RenewalChange;
import dev.cortado.accounting.window.Renewal;
import dev.cortado.accounting.window.WindowKind;
import dev.cortado.bench.simulation.books.SessionRow.State;
import dev.cortado.contracts.unit.LimitId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The rules by which an administrator changes what stands on a path: those of `LimitStore` and of
/// `R__limit_functions.sql`. Each change takes the next version of the configuration.
public class PathChangeFunctions {

    protected final Tables tables;

    public PathChangeFunctions(Tables tables) {
        this.tables = tables;
    }

    public Books.MadeLimit addLimit(String node, LimitTerms terms) {
        LimitRow limit = tables.addLimit(node, terms.unit(), terms.window(), terms.zone(), terms.hard(), terms.cap());
        return new Books.MadeLimit(new LimitId(limit.id), ++tables.version);
    }

    /// Grants obey the new cap at once; what is committed above it ratchets down.
    public OptionalLong changeCap(LimitId id, long cap, Instant now) {
        LimitRow limit = standing(id);
        if (limit == null) {
            return OptionalLong.empty();
        }
        limit.capTarget = cap;
        ratchet(limit, now);
        return OptionalLong.of(++tables.version);
    }

    /// What is committed of a limit that turns hard is within its cap in force, however much it is.
    public OptionalLong harden(LimitId id, boolean hard, Instant now) {
        LimitRow limit = standing(id);
        if (limit == null) {
            return OptionalLong.empty();
        }
        limit.harden(hard);
        ratchet(limit, now);
        return OptionalLong.of(++tables.version);
    }

    /// Nothing is held to it any more once every live router has heard; what it granted is settled as
    /// ever.
    public OptionalLong removeLimit(LimitId id) {
        LimitRow limit = standing(id);
        if (limit == null) {
            return OptionalLong.empty();
        }
        limit.remove();
        return OptionalLong.of(++tables.version);
    }

    /// Windows there are counters of stay as they are: another rule begins where the newest of them
    /// ends. A window that never ends leaves nothing to begin.
    public OptionalLong renewBy(LimitId id, WindowKind window, ZoneId zone, Instant now) {
        LimitRow limit = standing(id);
        if (limit == null) {
            return OptionalLong.empty();
        }
        return switch (renewal(limit, window, zone, now)) {
            case RenewalChange.NoBoundary _ -> OptionalLong.empty();
            case RenewalChange.Changed(Renewal renewal) -> {
                limit.renewBy(renewal);
                ratchet(limit, now);
                yield OptionalLong.of(++tables.version);
            }
        };
    }

    protected RenewalChange renewal(LimitRow limit, WindowKind window, ZoneId zone, Instant now) {
        return RenewalChange.of(limit.renewal(), now, boundary(limit, now), Optional.of(window), Optional.of(zone));
    }

    private Optional<Instant> boundary(LimitRow limit, Instant now) {
        Instant last = null;
        for (CounterRow counter : tables.counters.values()) {
            Instant end = counter.window.end();
            if (counter.limit == limit && end.isAfter(now) && (last == null || end.isAfter(last))) {
                last = end;
            }
        }
        return Optional.ofNullable(last);
    }

    private @Nullable LimitRow standing(LimitId id) {
        LimitRow limit = tables.limits.get(id.value());
        return limit == null || limit.isRemoved() ? null : limit;
    }

    /// Brings the counters that have not ended in line with their limit.
    protected void ratchet(LimitRow limit, Instant now) {
        for (CounterRow counter : tables.counters.values()) {
            if (counter.limit == limit && counter.window.end().isAfter(now)) {
                counter.align();
            }
        }
    }

    /// What runs goes on; once routers have heard of it nothing new is admitted.
    public long suspend(String node, boolean suspended) {
        if (suspended) {
            tables.suspended.add(node);
        } else {
            tables.suspended.remove(node);
        }
        return ++tables.version;
    }

    /// Whether each session that may still admit has acknowledged this version.
    public boolean isInForce(long version, Instant now) {
        for (SessionRow session : tables.sessions.values()) {
            boolean mayAdmit = (session.state() == State.LIVE || session.state() == State.DRAINING)
                    && session.admitUntil().isAfter(now);
            if (mayAdmit && session.acknowledgedVersion() < version) {
                return false;
            }
        }
        return true;
    }
}
