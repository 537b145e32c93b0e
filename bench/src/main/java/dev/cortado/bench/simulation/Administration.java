package dev.cortado.bench.simulation;

import dev.cortado.accounting.limit.AlertPercents;
import dev.cortado.accounting.limit.LimitTerms;
import dev.cortado.accounting.window.Renewal;
import dev.cortado.accounting.window.WindowKind;
import dev.cortado.bench.simulation.books.Books;
import dev.cortado.bench.simulation.books.LimitRow;
import dev.cortado.bench.simulation.books.Tables;
import dev.cortado.bench.simulation.check.PathTruth;
import dev.cortado.bench.simulation.party.AccountingParty;
import dev.cortado.bench.simulation.world.AdministrativeChange;
import dev.cortado.bench.simulation.world.Dice;
import dev.cortado.bench.simulation.world.VirtualProcess;
import dev.cortado.bench.simulation.world.World;
import dev.cortado.contracts.unit.LimitId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiFunction;

/// What an administrator changes in a history while clients ask, and when: through some instance of
/// accounting that is up, which tells the routers.
final class Administration {

    private static final long BEGIN_MICROS = 400_000;
    private static final long LOOK_MICROS_MIN = 200_000;
    private static final long LOOK_MICROS_MAX = 1_200_000;

    /// Histories in which all is changed in one sitting.
    private static final int SITTINGS_PERMILLE = 300;
    private static final long SITTING_MICROS_MAX = 1_500_000;

    private static final int CAP_CHANGED_PERMILLE = 250;
    private static final int LIMITS_ADDED_PERMILLE = 250;
    private static final int LIMIT_REMOVED_PERMILLE = 150;
    /// Or softened.
    private static final int HARDENED_PERMILLE = 250;
    private static final int RENEWED_PERMILLE = 300;
    private static final int SUSPENDED_PERMILLE = 200;
    /// Of those that are suspended.
    private static final int RESUMED_PERMILLE = 700;
    private static final long SUSPENDED_MICROS_MIN = 200_000;
    private static final long SUSPENDED_MICROS_MAX = 6_000_000;

    private final Parties parties;
    private final Plan plan;
    private final Tables tables;
    private final PathTruth paths;
    private final World world;
    private final Dice dice;
    private final VirtualProcess desk;
    private final long fromMicros;
    private final long untilMicros;

    Administration(Parties parties, Plan plan, Tables tables, PathTruth paths) {
        this.parties = parties;
        this.plan = plan;
        this.tables = tables;
        this.paths = paths;
        this.world = parties.world();
        this.dice = world.dice();
        this.desk = parties.log().process();
        boolean isSitting = dice.chance(SITTINGS_PERMILLE);
        this.fromMicros = isSitting ? dice.between(BEGIN_MICROS, plan.activeMicros()) : BEGIN_MICROS;
        this.untilMicros =
                isSitting ? Math.min(fromMicros + SITTING_MICROS_MAX, plan.activeMicros()) : plan.activeMicros();
    }

    void begin() {
        for (LimitRow limit : tables.limits()) {
            if (dice.chance(CAP_CHANGED_PERMILLE)) {
                atSomeTime(() -> changeCap(limit));
            }
        }
        if (dice.chance(LIMITS_ADDED_PERMILLE)) {
            for (int i = dice.between(1, 2); i > 0; i--) {
                atSomeTime(this::addLimit);
            }
        }
        if (dice.chance(LIMIT_REMOVED_PERMILLE)) {
            atSomeTime(this::removeLimit);
        }
        if (dice.chance(HARDENED_PERMILLE)) {
            atSomeTime(this::harden);
        }
        if (dice.chance(RENEWED_PERMILLE)) {
            atSomeTime(this::renewOtherwise);
        }
        if (dice.chance(SUSPENDED_PERMILLE)) {
            String node = dice.any(Plan.NODES);
            atSomeTime(() -> suspend(node));
        }
    }

    private void atSomeTime(Runnable change) {
        desk.after(dice.between(fromMicros, untilMicros), change);
    }

    private void changeCap(LimitRow limit) {
        long cap = limit.capTarget() * dice.between(2L, 20L) / 10;
        change(limit.node, (books, now) -> {
            boolean raised = cap > limit.capTarget();
            OptionalLong version = books.changeCap(new LimitId(limit.id), cap, now);
            version.ifPresent(made ->
                    world.count(raised ? AdministrativeChange.CAP_RAISED : AdministrativeChange.CAP_LOWERED, made));
            return version;
        });
    }

    private void addLimit() {
        Plan.Limit limit = Plan.another(dice);
        LimitTerms terms =
                new LimitTerms(limit.unit(), limit.kind(), limit.zone(), limit.hard(), limit.cap(), AlertPercents.NONE);
        change(limit.node(), (books, now) -> {
            Books.MadeLimit made = books.addLimit(limit.node(), terms, now);
            paths.added(made.limit().value(), changed(AdministrativeChange.LIMIT_ADDED, made.version()));
            return OptionalLong.of(made.version());
        });
    }

    private void removeLimit() {
        List<LimitRow> standing = standing();
        if (standing.isEmpty()) {
            return;
        }
        LimitRow limit = dice.any(standing);
        change(limit.node, (books, now) -> {
            OptionalLong version = books.removeLimit(new LimitId(limit.id), now);
            version.ifPresent(made -> paths.removed(limit.id, changed(AdministrativeChange.LIMIT_REMOVED, made)));
            return version;
        });
    }

    /// What was hard only counts from now on, and the other way round.
    private void harden() {
        List<LimitRow> standing = standing();
        if (standing.isEmpty()) {
            return;
        }
        LimitRow limit = dice.any(standing);
        boolean hard = !limit.isHard();
        change(limit.node, (books, now) -> {
            OptionalLong version = books.harden(new LimitId(limit.id), hard, now);
            version.ifPresent(made -> {
                if (hard) {
                    paths.hardened(limit.id, changed(AdministrativeChange.LIMIT_HARDENED, made));
                } else {
                    paths.softened(limit.id, changed(AdministrativeChange.LIMIT_SOFTENED, made));
                }
            });
            return version;
        });
    }

    /// By another window, or in another zone.
    private void renewOtherwise() {
        List<LimitRow> standing = standing();
        if (standing.isEmpty()) {
            return;
        }
        LimitRow limit = dice.any(standing);
        Renewal before = limit.renewal();
        boolean isWindow = dice.chance(600);
        WindowKind window = isWindow ? dice.any(List.of(WindowKind.values())) : before.kind();
        ZoneId zone = isWindow ? before.zone() : dice.any(Plan.ZONES);
        change(limit.node, (books, now) -> {
            OptionalLong version = books.renewBy(new LimitId(limit.id), window, zone, now);
            version.ifPresent(made -> world.count(
                    isWindow ? AdministrativeChange.WINDOW_CHANGED : AdministrativeChange.ZONE_CHANGED, made));
            return version;
        });
    }

    private void suspend(String node) {
        change(node, (books, now) -> {
            long version = books.suspend(node, true, now);
            paths.suspended(node, changed(AdministrativeChange.TENANT_SUSPENDED, version));
            if (dice.chance(RESUMED_PERMILLE)) {
                desk.after(dice.between(SUSPENDED_MICROS_MIN, SUSPENDED_MICROS_MAX), () -> resume(node));
            }
            return OptionalLong.of(version);
        });
    }

    private void resume(String node) {
        change(node, (books, now) -> {
            long version = books.suspend(node, false, now);
            paths.resumed(node, changed(AdministrativeChange.TENANT_RESUMED, version));
            return OptionalLong.of(version);
        });
    }

    private List<LimitRow> standing() {
        List<LimitRow> standing = new ArrayList<>();
        for (LimitRow limit : tables.limits()) {
            if (!limit.isRemoved()) {
                standing.add(limit);
            }
        }
        return standing;
    }

    /// A change of a path is in the books; from now on accounting is asked now and then whether it is in
    /// force.
    private PathTruth.Changed changed(AdministrativeChange change, long version) {
        world.count(change, version);
        lookLater(version);
        return new PathTruth.Changed(version, world.trueTime());
    }

    private void lookLater(long version) {
        desk.after(dice.between(LOOK_MICROS_MIN, LOOK_MICROS_MAX), () -> look(version));
    }

    private void look(long version) {
        AccountingParty accounting = dice.any(parties.accounting());
        if (!accounting.process().isUp()) {
            lookAgain(version);
            return;
        }
        accounting.isInForce(version).whenComplete((inForce, failure) -> {
            if (failure == null && inForce) {
                paths.saidInForce(version, world.trueTime());
            } else {
                lookAgain(version);
            }
        });
    }

    /// Nothing is placed any more once clients have ceased to ask.
    private void lookAgain(long version) {
        if (world.nowMicros() < plan.activeMicros()) {
            lookLater(version);
        }
    }

    private void change(String node, BiFunction<Books, Instant, OptionalLong> work) {
        AccountingParty accounting = dice.any(parties.accounting());
        if (accounting.process().isUp()) {
            accounting.change(node, work);
        }
    }
}
