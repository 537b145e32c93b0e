package dev.cortado.bench.simulation;

import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.bench.simulation.books.CounterRow;
import dev.cortado.bench.simulation.books.LimitRow;
import dev.cortado.bench.simulation.books.Tables;
import dev.cortado.bench.simulation.check.FreeRoom;
import dev.cortado.bench.simulation.check.Invariants;
import dev.cortado.bench.simulation.check.Truth;
import dev.cortado.bench.simulation.party.Catalogues;
import dev.cortado.bench.simulation.party.Permitted;
import dev.cortado.bench.simulation.party.RouterParty;
import dev.cortado.bench.simulation.party.Settings;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.router.decide.Wishes;
import dev.cortado.router.hold.HeldAmount;
import dev.cortado.router.route.RouteOutcome;
import dev.cortado.router.route.RouteRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/// Judges what routers decide: a token against the window it spends from, a refusal against what was truly free.
final class Judge implements RouterParty.Watcher {

    /// A router's idea of accounting's time is behind by the way of an answer, and by as long as its machine stood
    /// still; after that it may not admit.
    private static final Duration WINDOW_TOLERANCE =
            Settings.SESSIONS.timeToLive().plus(Settings.SESSIONS.skewMax()).plusSeconds(2);

    private static final long SHARE_FREE = 20;

    /// An answer of accounting is this old at most when a router refuses on it; the window it speaks of may be over by
    /// then, and the client is told to come again at once.
    private static final Duration ANSWER = Duration.ofMillis(250);

    private final boolean faultFree;
    private final Tables tables;
    private final Truth truth;
    private final Invariants invariants;
    private final FreeRoom freeRoom;
    private final PathJudge pathJudge;
    private final Supplier<Instant> accountingNow;
    private int refusals;

    Judge(
            boolean faultFree,
            Tables tables,
            Truth truth,
            Invariants invariants,
            FreeRoom freeRoom,
            PathJudge pathJudge,
            Supplier<Instant> accountingNow) {
        this.faultFree = faultFree;
        this.tables = tables;
        this.truth = truth;
        this.invariants = invariants;
        this.freeRoom = freeRoom;
        this.pathJudge = pathJudge;
        this.accountingNow = accountingNow;
    }

    int refusals() {
        return refusals;
    }

    @Override
    public void placed(Permitted token) {
        truth.placed(token.placement(), token.grant());
        Instant now = accountingNow.get();
        for (HeldAmount held : token.placement().holds()) {
            CounterRow counter = tables.counter(held.counter().value());
            if (counter == null) {
                invariants.violated("a token spends of known counters", held.toString());
            } else if (now.isBefore(counter.window.start().minus(WINDOW_TOLERANCE))
                    || now.isAfter(counter.window.end().plus(WINDOW_TOLERANCE))) {
                invariants.violated(
                        "a request spends of the window it is admitted in", counter.window + ", admitted at " + now);
            }
        }
        pathJudge.placed(token);
    }

    @Override
    public void refused(RouteRequest request, RouteOutcome outcome) {
        pathJudge.refused(request, outcome);
        if (outcome instanceof RouteOutcome.BudgetExhausted || outcome instanceof RouteOutcome.RateLimited) {
            refusals++;
            checkShort(request, outcome);
            if (faultFree) {
                freeRoom.read();
            }
            if (faultFree && isRoomFor(request)) {
                invariants.violated("no false refusal", asked(request) + " got " + outcome);
            }
        }
    }

    /// Soft limits refuse nobody: there is a hard one of the unit that is said to be short.
    private void checkShort(RouteRequest request, RouteOutcome outcome) {
        dev.cortado.router.tenant.LimitUnit unit = outcome instanceof RouteOutcome.RateLimited limited
                ? limited.unit()
                : dev.cortado.router.tenant.LimitUnit.NANO_USD;
        List<String> nodes = PathJudge.nodes(request.tenant());
        for (LimitRow limit : tables.limits()) {
            boolean refuses = limit.isHard() || pathJudge.wasHard(limit);
            if (refuses && limit.unit.name().equals(unit.name()) && nodes.contains(limit.node)) {
                return;
            }
        }
        invariants.violated("no soft limit refuses", asked(request) + " got " + outcome);
    }

    private boolean isRoomFor(RouteRequest request) {
        if (pathJudge.hasChangedLately()) {
            return false;
        }
        Instant now = accountingNow.get();
        List<String> nodes = PathJudge.nodes(request.tenant());
        for (LimitRow limit : tables.limits()) {
            if (limit.isHard()
                    && !limit.isRemoved()
                    && nodes.contains(limit.node)
                    && !isRoomIn(limit, request.wishes(), now)) {
                return false;
            }
        }
        return true;
    }

    /// A window of which there is no counter yet has only just begun.
    private boolean isRoomIn(LimitRow limit, Wishes wishes, Instant now) {
        for (CounterRow counter : tables.counters()) {
            if (counter.limit == limit && counter.window.contains(now)) {
                long free = freeRoom.forAWhile(counter);
                return !counter.window.start().isAfter(now.minus(ANSWER))
                        && free >= need(limit.unit, wishes)
                        && free >= limit.capTarget() / SHARE_FREE;
            }
        }
        return false;
    }

    private static String asked(RouteRequest request) {
        Wishes wishes = request.wishes();
        return wishes.model() + ", " + wishes.promptBytes() + " bytes, "
                + wishes.completionMax().count() + " tokens";
    }

    private static long need(LimitUnit unit, Wishes wishes) {
        TokenCount prompt =
                TokenCount.of(wishes.promptBytes() + Catalogues.TEMPLATE_FIXED + Catalogues.TEMPLATE_PER_MESSAGE);
        return switch (unit) {
            case NANO_USD ->
                Catalogues.DEAREST.costAtMost(prompt, wishes.completionMax()).nanos();
            case TOKENS -> prompt.plus(wishes.completionMax()).count();
            case REQUESTS -> 1;
        };
    }
}
