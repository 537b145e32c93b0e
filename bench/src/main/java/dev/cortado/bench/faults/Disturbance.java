package dev.cortado.bench.faults;

import dev.cortado.bench.cluster.Member;
import dev.cortado.bench.cluster.Proxy;
import dev.cortado.bench.launcher.LauncherHand;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// Brings one fault after the other, and mends what does not mend itself.
final class Disturbance implements AutoCloseable {

    private final Fleet fleet;
    private final LauncherHand launcher;
    private final Faults faults;
    private final List<Fault> brought = new ArrayList<>();
    private final List<RouterKill> routerKills = new ArrayList<>();
    private final Thread thread;
    private volatile boolean stopped;

    /// @param atNanos on this machine's monotonic clock
    record RouterKill(int router, long atNanos) {}

    /// @param launcher keeps PostgreSQL and Kafka
    Disturbance(Fleet fleet, LauncherHand launcher, SplittableRandom random) {
        this.fleet = fleet;
        this.launcher = launcher;
        this.faults = new Faults(random);
        this.thread = Thread.ofPlatform().name("disturbance").start(this::run);
    }

    private void run() {
        try {
            while (!stopped) {
                Thread.sleep(faults.gap());
                if (!stopped) {
                    bring(faults.next());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void bring(Fault fault) throws IOException, InterruptedException {
        note(fault);
        switch (fault) {
            case Fault.Kill(Part part, int number) -> kill(part, number);
            case Fault.Pause(Part part, int number, Duration time) -> pause(part, number, time);
            case Fault.Disconnection(Part part, int number, Fault.Manner manner, Duration time) ->
                disconnect(fleet.lines().proxy(part, number), manner, time);
        }
    }

    private void note(Fault fault) {
        synchronized (brought) {
            brought.add(fault);
            if (fault instanceof Fault.Kill(Part part, int number) && part == Part.ROUTER) {
                routerKills.add(new RouterKill(number, System.nanoTime()));
            }
        }
        System.err.println("  " + fault.kind());
    }

    private void kill(Part part, int number) throws IOException {
        switch (part) {
            case ACCOUNTING, ROUTER, NODE -> fleet.members(part).get(number).kill();
            case POSTGRES, KAFKA -> launcher.kill(part.word());
        }
    }

    private void pause(Part part, int number, Duration time) throws IOException, InterruptedException {
        switch (part) {
            case ACCOUNTING, ROUTER, NODE -> {
                Member member = fleet.members(part).get(number);
                member.pause();
                Thread.sleep(time);
                member.resume();
            }
            case POSTGRES, KAFKA -> {
                launcher.pause(part.word());
                Thread.sleep(time);
                launcher.resume(part.word());
            }
        }
    }

    private static void disconnect(Proxy proxy, Fault.Manner manner, Duration time) throws InterruptedException {
        switch (manner) {
            case CUT -> proxy.cut();
            case STALL -> proxy.stall();
            case LOSE_ANSWERS -> proxy.holdAnswers();
        }
        Thread.sleep(time);
        if (manner == Fault.Manner.LOSE_ANSWERS) {
            proxy.cut();
        }
        proxy.heal();
    }

    /// So far, by kind.
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        synchronized (brought) {
            brought.forEach(fault -> counts.merge(fault.kind(), 1, Integer::sum));
        }
        return counts;
    }

    /// Kills and pauses of processes together.
    long kills() {
        synchronized (brought) {
            return brought.stream()
                    .filter(fault -> !(fault instanceof Fault.Disconnection))
                    .count();
        }
    }

    /// How often connections of one of these parts failed in this manner.
    long disconnections(Fault.Manner manner, Set<Part> parts) {
        synchronized (brought) {
            return brought.stream()
                    .filter(fault -> fault instanceof Fault.Disconnection each
                            && each.manner() == manner
                            && parts.contains(each.part()))
                    .count();
        }
    }

    List<RouterKill> routerKills() {
        synchronized (brought) {
            return List.copyOf(routerKills);
        }
    }

    /// Ends once what is paused or cut off now was mended.
    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(Faults.longest());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
