package dev.cortado.bench.simulation;

import dev.cortado.bench.simulation.books.CounterRow;
import dev.cortado.bench.simulation.books.LimitRow;
import dev.cortado.bench.simulation.books.SessionRow;
import dev.cortado.bench.simulation.books.Tables;
import dev.cortado.bench.simulation.check.Invariants;
import dev.cortado.bench.simulation.check.PathTruth;
import dev.cortado.bench.simulation.party.Permitted;
import dev.cortado.bench.simulation.party.Settings;
import dev.cortado.router.hold.HeldAmount;
import dev.cortado.router.route.RouteOutcome;
import dev.cortado.router.route.RouteRequest;
import dev.cortado.router.tenant.Bearer;
import dev.cortado.router.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Judges what routers place by the paths as an administrator left them.
///
/// A router may act by what was before a change until it acknowledges the change, until accounting says
/// that all have, and at the latest until no heartbeat that was answered before the change lets it
/// admit.
final class PathJudge {

    /// For how much longer a router may admit whose monotonic clock stood still: until its wall clock
    /// says so, and that may be wrong by what a history sets it off, beside accounting's own.
    private static final Duration WALL_CLOCK_SLACK = Settings.SESSIONS.skewMax().plusSeconds(3);

    private final boolean faultFree;
    private final Tables tables;
    private final PathTruth paths;
    private final Invariants invariants;
    private final Supplier<Instant> trueTime;
    private final Predicate<String> stoodStill;

    /// @param stoodStill whether the monotonic clock of the router of this name is behind
    PathJudge(
            boolean faultFree,
            Tables tables,
            PathTruth paths,
            Invariants invariants,
            Supplier<Instant> trueTime,
            Predicate<String> stoodStill) {
        this.faultFree = faultFree;
        this.tables = tables;
        this.paths = paths;
        this.invariants = invariants;
        this.trueTime = trueTime;
        this.stoodStill = stoodStill;
    }

    /// Whatever is placed is held on every hard limit of its path, and on none that was removed. A soft
    /// limit refuses nobody, but counts all: what it misses, accounting did not answer in time.
    void placed(Permitted token) {
        SessionRow session = Objects.requireNonNull(
                tables.session(token.placement().session().value()));
        List<String> nodes = nodes(token.placement().tenant());
        for (LimitRow limit : tables.limits()) {
            if (nodes.contains(limit.node)) {
                checkLimit(limit, isHeldOn(limit, token), token, session);
            }
        }
        for (String node : nodes) {
            PathTruth.Changed suspension = paths.suspension(node);
            if (suspension != null && !mayPrecede(suspension, session)) {
                invariants.violated(
                        "nothing is admitted of a suspended tenant",
                        token.placement().key() + " through " + node + ", suspended by version "
                                + suspension.version());
            }
        }
    }

    /// A router keeps a refusal for a moment, and a request may wait for its path.
    void refused(RouteRequest request, RouteOutcome outcome) {
        if (!(outcome instanceof RouteOutcome.TenantSuspended)) {
            return;
        }
        Instant since = faultFree ? trueTime.get().minus(Settings.HOLD_WAIT) : Instant.MIN;
        if (nodes(request.tenant()).stream().noneMatch(node -> paths.wasSuspendedAfter(node, since))) {
            invariants.violated("only a suspended tenant is refused for that", String.valueOf(outcome));
        }
    }

    private void checkLimit(LimitRow limit, boolean held, Permitted token, SessionRow session) {
        PathTruth.Changed addition = paths.addition(limit.id);
        PathTruth.Changed removal = paths.removal(limit.id);
        if (removal != null) {
            if (held && !mayPrecede(removal, session)) {
                invariants.violated(
                        "a removed limit counts nothing more",
                        token.placement().key() + " holds on limit " + limit.id + ", removed by version "
                                + removal.version());
            }
        } else if (!held && mustHold(limit, session)) {
            invariants.violated(
                    limit.isHard() ? "a token spends of every hard limit" : "a soft limit counts all",
                    token.placement().key() + " holds nothing of limit " + limit.id
                            + (addition == null ? "" : ", added by version " + addition.version()));
        }
    }

    /// A limit that turned hard was one before that may be missed where accounting grants no more of it.
    private boolean mustHold(LimitRow limit, SessionRow session) {
        PathTruth.Changed addition = paths.addition(limit.id);
        PathTruth.Changed hardening = paths.hardening(limit.id);
        return (limit.isHard() || faultFree)
                && (addition == null || !mayPrecede(addition, session))
                && (hardening == null || !mayPrecede(hardening, session));
    }

    /// Whether a limit that only counts refused before, so that it may still do so for a while.
    boolean wasHard(LimitRow limit) {
        return paths.wasSoftened(limit.id);
    }

    private boolean isHeldOn(LimitRow limit, Permitted token) {
        for (HeldAmount held : token.placement().holds()) {
            CounterRow counter = tables.counter(held.counter().value());
            if (counter != null && counter.limit == limit) {
                return true;
            }
        }
        return false;
    }

    /// Whether a session may act at this moment by what was before the change.
    private boolean mayPrecede(PathTruth.Changed change, SessionRow session) {
        if (session.acknowledgedVersion() >= change.version()) {
            return false;
        }
        Instant now = trueTime.get();
        Duration slack = stoodStill.test(session.router) ? WALL_CLOCK_SLACK : Duration.ZERO;
        Instant inForce = paths.inForceSince(change.version());
        return !now.isAfter(change.at().plus(Settings.SESSIONS.timeToLive()).plus(slack))
                && (inForce == null
                        || !now.isAfter(
                                inForce.plus(Settings.SESSIONS.skewMax()).plus(slack)));
    }

    /// Whether a request may still wait that goes by what was before the last change.
    boolean hasChangedLately() {
        return paths.hasChangedSince(trueTime.get().minus(Settings.HOLD_WAIT));
    }

    /// The ids of what is on the tenant's path, from the root.
    static List<String> nodes(Tenant tenant) {
        String key = tenant.bearer() instanceof Bearer.ByKey(var id) ? id.value() : "";
        return List.of(
                tenant.organisation().value(),
                tenant.team().value(),
                tenant.project().value(),
                key);
    }
}
