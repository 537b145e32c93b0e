package dev.cortado.bench.simulation;

import dev.cortado.bench.simulation.party.AccountingParty;
import dev.cortado.bench.simulation.party.LogHost;
import dev.cortado.bench.simulation.party.NodeParty;
import dev.cortado.bench.simulation.party.RouterParty;
import dev.cortado.bench.simulation.world.Dice;
import dev.cortado.bench.simulation.world.Fault;
import dev.cortado.bench.simulation.world.VirtualProcess;
import dev.cortado.bench.simulation.world.Weather;
import dev.cortado.bench.simulation.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What goes wrong in a history, and when.
final class Mischief {

    private static final long MILLI = 1_000;
    private static final long SECOND = 1_000_000;
    /// The database's and the broker's clocks stay so near to true time that they are within the skew of each other.
    private static final long HOST_SKEW_MICROS_MAX = 300 * MILLI;

    private static final int REASSIGNED_PERMILLE = 80;

    private final Parties parties;
    private final Plan plan;
    private final World world;
    private final Dice dice;
    private final List<VirtualProcess> all = new ArrayList<>();
    private boolean over;

    Mischief(Parties parties, Plan plan) {
        this.parties = parties;
        this.plan = plan;
        this.world = parties.world();
        this.dice = world.dice();
        all.add(parties.gateway().process());
        parties.routers().forEach(router -> all.add(router.process()));
        parties.nodes().forEach(node -> all.add(node.process()));
        parties.accounting().forEach(accounting -> all.add(accounting.process()));
        all.add(parties.log().process());
        all.add(parties.database().process());
    }

    void begin() {
        skewHosts();
        if (plan.faultFree()) {
            return;
        }
        parties.network()
                .weather(new Weather(
                        dice.between(1 * MILLI, 10 * MILLI),
                        dice.chance(600) ? dice.between(0, 50) : 0,
                        dice.chance(600) ? dice.between(0, 50) : 0,
                        dice.chance(600) ? dice.between(0, 60) : 0,
                        dice.between(50 * MILLI, 3 * SECOND)));
        parties.log()
                .troubles(new LogHost.Troubles(
                        dice.chance(500) ? dice.between(0, 80) : 0,
                        dice.between(100 * MILLI, 6 * SECOND),
                        dice.chance(500) ? dice.between(0, 60) : 0,
                        dice.chance(500) ? dice.between(0, 60) : 0));
        for (int i = dice.between(0, 5); i > 0; i--) {
            parties.log().process().after(dice.between(SECOND / 2, plan.activeMicros()), this::strike);
        }
        watchGroup();
    }

    private void skewHosts() {
        parties.database().process().skew(dice.between(-HOST_SKEW_MICROS_MAX, HOST_SKEW_MICROS_MAX));
        parties.log().process().skew(dice.between(-HOST_SKEW_MICROS_MAX, HOST_SKEW_MICROS_MAX));
        if (!plan.faultFree() && dice.chance(300)) {
            VirtualProcess process = all.get(dice.between(0, all.size() - 3));
            long most = dice.chance(500) ? 900 * MILLI : 5 * SECOND;
            process.skew(dice.between(-most, most));
            world.count(Fault.CLOCK_SKEW);
        }
    }

    /// Everything heals; what was down comes back, but for routers.
    void end() {
        over = true;
        parties.network().healAll();
        parties.log().healAll();
        parties.nodes().forEach(node -> revive(node.process(), node::start));
        parties.accounting().forEach(accounting -> revive(accounting.process(), accounting::start));
        revive(parties.gateway().process(), () -> {});
        if (!plan.faultFree() && dice.chance(400)) {
            stallPosting();
        }
    }

    /// An instance of accounting stands still once more, while sessions end and are fenced.
    private void stallPosting() {
        VirtualProcess process = dice.any(parties.accounting()).process();
        parties.log().process().after(dice.between(0L, 10 * SECOND), () -> {
            world.count(Fault.PAUSE);
            process.pause(dice.between(2 * SECOND, 10 * SECOND), false);
        });
    }

    private void strike() {
        if (over) {
            return;
        }
        switch (dice.between(0, 9)) {
            case 0, 1, 2 -> crash();
            case 3, 4 -> pause();
            case 5, 6 -> cut();
            case 7 -> skew();
            default ->
                parties.database()
                        .failOver(
                                Duration.ofMillis(dice.between(50, 3_000)),
                                dice.between(-HOST_SKEW_MICROS_MAX, HOST_SKEW_MICROS_MAX));
        }
    }

    private void crash() {
        world.count(Fault.CRASH);
        long down = dice.between(20 * MILLI, 4 * SECOND);
        switch (dice.between(0, 6)) {
            case 0, 1, 2 -> {
                RouterParty router = dice.any(parties.routers());
                crash(router.process(), down, router::start);
            }
            case 3, 4 -> {
                NodeParty node = dice.any(parties.nodes());
                crash(node.process(), down, node::start);
            }
            case 5 -> {
                AccountingParty accounting = dice.any(parties.accounting());
                crash(accounting.process(), down, accounting::start);
            }
            default -> {
                VirtualProcess gateway = parties.gateway().process();
                crash(gateway, down, () -> {});
                parties.nodes().forEach(node -> node.process().after(10 * MILLI, node::callersGone));
            }
        }
    }

    private void crash(VirtualProcess process, long downMicros, Runnable start) {
        if (process.isUp()) {
            process.crash();
            parties.log().process().after(downMicros, () -> {
                if (!over) {
                    revive(process, start);
                }
            });
        }
    }

    private void revive(VirtualProcess process, Runnable start) {
        if (!process.isUp()) {
            process.restart();
            start.run();
        }
    }

    private void pause() {
        VirtualProcess process = all.get(dice.between(0, all.size() - 3));
        if (process.isUp()) {
            world.count(Fault.PAUSE);
            long micros = dice.chance(500) ? dice.between(20 * MILLI, SECOND) : dice.between(SECOND, 10 * SECOND);
            process.pause(micros, dice.chance(300));
        }
    }

    private void cut() {
        VirtualProcess a = dice.any(all);
        VirtualProcess b = dice.any(all);
        if (a != b) {
            world.count(Fault.PARTITION);
            parties.network().cut(a, b, dice.between(200 * MILLI, 8 * SECOND));
        }
    }

    private void skew() {
        VirtualProcess process = all.get(dice.between(0, all.size() - 3));
        world.count(Fault.CLOCK_SKEW);
        process.skew(dice.between(-3 * SECOND, 3 * SECOND));
        world.trace(process.name(), "skew", process.skewMicros());
    }

    /// A member of the posters' group that is not heard loses its partitions; sometimes one that is.
    private void watchGroup() {
        if (over) {
            return;
        }
        for (int partition = 0; partition < parties.group().partitions(); partition++) {
            AccountingParty other = dice.any(parties.accounting());
            if (other.process().isUp() && dice.chance(REASSIGNED_PERMILLE)) {
                parties.group().assign(partition, other.process());
            }
        }
        parties.log().process().after(700 * MILLI, this::watchGroup);
    }
}
