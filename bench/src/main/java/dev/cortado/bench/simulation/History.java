package dev.cortado.bench.simulation;

import dev.cortado.bench.simulation.books.BooksDiffer;
import dev.cortado.bench.simulation.books.ConstraintBroken;
import dev.cortado.bench.simulation.books.HedgeRow;
import dev.cortado.bench.simulation.books.SessionRow;
import dev.cortado.bench.simulation.check.FreeRoom;
import dev.cortado.bench.simulation.check.Violation;
import dev.cortado.bench.simulation.party.Permitted;
import dev.cortado.bench.simulation.party.Protocol;
import dev.cortado.bench.simulation.party.RouterParty;
import dev.cortado.bench.simulation.party.Settings;
import dev.cortado.bench.simulation.world.Dice;
import dev.cortado.bench.simulation.world.World;
import dev.cortado.router.route.RouteOutcome;
import dev.cortado.router.route.RouteRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One history: clients ask while things go wrong, then everything heals and comes to rest.
public final class History {

    /// Rounds, polls and what was under way when it healed.
    private static final Duration LAG = Duration.ofSeconds(24);

    private static final long PAUSE_MICROS_MAX = 10_000_000;
    private static final long LOOK_MICROS = 500_000;

    private final long seed;
    private final Plan plan;
    private final World world;
    private final Stage stage;
    private final Judge judge;
    private final FreeRoom freeRoom;
    private final BooksMaking making;

    private History(long seed, Protocol protocol, BooksMaking making, World.@Nullable Teller teller) {
        this.seed = seed;
        this.making = making;
        Dice dice = new Dice(seed);
        this.plan = Plan.of(dice);
        this.world = new World(dice, plan.start(), teller);
        Later later = new Later();
        this.stage = new Stage(world, plan, protocol, making, later);
        this.freeRoom = new FreeRoom(stage.tables, stage.truth, world::trueTime);
        this.judge = new Judge(
                plan.faultFree(),
                stage.tables,
                stage.truth,
                stage.invariants,
                freeRoom,
                new PathJudge(
                        plan.faultFree(),
                        stage.tables,
                        stage.paths,
                        stage.invariants,
                        world::trueTime,
                        this::stoodStill),
                stage.parties.database()::now);
        later.judge = judge;
    }

    private boolean stoodStill(String router) {
        return stage.parties.routers().stream()
                .anyMatch(party ->
                        party.process().name().equals(router) && party.process().hasStoodStill());
    }

    /// The judge, who comes when the stage is set.
    private static final class Later implements RouterParty.Watcher {
        @Nullable
        Judge judge;

        @Override
        public void placed(Permitted token) {
            if (judge != null) {
                judge.placed(token);
            }
        }

        @Override
        public void refused(RouteRequest request, RouteOutcome outcome) {
            if (judge != null) {
                judge.refused(request, outcome);
            }
        }
    }

    public static Result run(long seed, Protocol protocol) {
        return run(seed, protocol, BooksMaking.MODEL, null);
    }

    public static Result run(long seed, Protocol protocol, BooksMaking making, World.@Nullable Teller teller) {
        return new History(seed, protocol, making, teller).run();
    }

    private Result run() {
        Violation violation = null;
        try {
            act();
            violation = stage.invariants.violation();
            if (violation == null) {
                making.over(stage.tables);
            }
        } catch (BooksDiffer difference) {
            violation = new Violation("model and database agree", String.valueOf(difference.getMessage()));
        } catch (ConstraintBroken broken) {
            violation = new Violation("no rule comes up against a constraint", String.valueOf(broken.getMessage()));
        }
        return new Result(
                seed,
                world.steps(),
                world.hash(),
                plan.faultFree(),
                stage.truth.count(),
                judge.refusals(),
                world.faults(),
                world.changes(),
                Optional.ofNullable(violation));
    }

    private void act() {
        Mischief mischief = new Mischief(stage.parties, plan);
        mischief.begin();
        stage.begin();
        new Traffic(stage.parties, plan).begin(stage.tables);
        new Administration(stage.parties, plan, stage.tables, stage.paths).begin();
        if (!steps(plan.activeMicros())) {
            return;
        }
        mischief.end();
        stage.parties.routers().forEach(this::leave);
        rest();
    }

    /// A router stops cleanly, or is gone for good.
    private void leave(RouterParty router) {
        if (router.process().isUp() && !plan.faultFree() && world.dice().chance(300)) {
            router.process().crash();
        } else if (router.process().isUp()) {
            router.process().after(world.dice().between(0L, 2_000_000L), router::stop);
        }
    }

    private void rest() {
        long begun = world.nowMicros();
        while (steps(world.nowMicros() + LOOK_MICROS) && !isAtRest()) {
            if (world.nowMicros() > begun + PAUSE_MICROS_MAX
                    && stage.parties.database().now().isAfter(restBy())) {
                break;
            }
        }
        if (stage.invariants.violation() == null) {
            stage.invariants.checkEnd();
            for (RouterParty router : stage.parties.routers()) {
                if (router.openHolds() > 0) {
                    stage.invariants.violated(
                            "no hold is left open", router.process().name());
                }
            }
        }
    }

    private Instant restBy() {
        Instant last = Instant.MIN;
        for (SessionRow session : stage.tables.sessions()) {
            last = session.voidBy().isAfter(last) ? session.voidBy() : last;
        }
        return last.plus(Settings.SESSIONS.skewMax()).plus(LAG);
    }

    private boolean isAtRest() {
        for (SessionRow session : stage.tables.sessions()) {
            if (session.state() != SessionRow.State.CLOSED) {
                return false;
            }
        }
        for (HedgeRow hedge : stage.tables.hedges()) {
            if (!hedge.settled()
                    && stage.tables.usage(hedge.hedge()) != null
                    && stage.tables.usage(hedge.beside()) != null) {
                return false;
            }
        }
        return stage.parties.routers().stream().allMatch(router -> router.openHolds() == 0);
    }

    /// Runs the events up to this time.
    ///
    /// @return false where an invariant did not hold
    private boolean steps(long until) {
        while (stage.invariants.violation() == null && world.step(until)) {
            boolean changed = stage.invariants.check();
            if (changed && plan.faultFree()) {
                freeRoom.read();
            }
        }
        return stage.invariants.violation() == null;
    }
}
