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
import java.util.SplittableRandom;

/// Kills, pauses and cuts at random, one thing after the other, and mends what does not mend itself.
final class Disturbance implements AutoCloseable {

    private static final int GAP_MILLIS_MIN = 5_000;
    private static final int GAP_MILLIS_MAX = 9_000;
    private static final int PAUSE_MILLIS_MIN = 1_000;
    /// Longer than the time a router may go on admitting.
    private static final int PAUSE_MILLIS_MAX = 18_000;
    /// The broker and the database are what everything stands on: a pause of theirs is an outage.
    private static final int BASE_PAUSE_MILLIS_MAX = 4_000;

    private static final int CUT_MILLIS_MAX = 2_500;

    private final Fleet fleet;
    private final LauncherHand launcher;
    private final SplittableRandom random;
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final List<RouterKill> routerKills = new ArrayList<>();
    private final Thread thread;
    private volatile boolean stopped;

    /// @param atNanos on this machine's monotonic clock
    record RouterKill(int router, long atNanos) {}

    /// @param launcher keeps `postgres` and `kafka`
    Disturbance(Fleet fleet, LauncherHand launcher, SplittableRandom random) {
        this.fleet = fleet;
        this.launcher = launcher;
        this.random = random;
        this.thread = Thread.ofPlatform().name("disturbance").start(this::run);
    }

    private void run() {
        try {
            while (!stopped) {
                Thread.sleep(random.nextInt(GAP_MILLIS_MIN, GAP_MILLIS_MAX));
                if (!stopped) {
                    disturb();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void disturb() throws IOException, InterruptedException {
        int dice = random.nextInt(100);
        if (dice < 40) {
            router();
        } else if (dice < 55) {
            killOrPause("accounting", fleet.accountings().get(random.nextInt(2)));
        } else if (dice < 72) {
            killOrPause("node", fleet.nodes().get(random.nextInt(2)));
        } else if (dice < 81) {
            base("postgres");
        } else if (dice < 90) {
            base("kafka");
        } else {
            cut();
        }
    }

    private void router() throws IOException, InterruptedException {
        int number = random.nextInt(Fleet.ROUTERS);
        Member router = fleet.routers().get(number);
        if (random.nextInt(3) < 2) {
            count("kill router");
            synchronized (routerKills) {
                routerKills.add(new RouterKill(number, System.nanoTime()));
            }
            router.kill();
        } else {
            pause("router", router);
        }
    }

    private void killOrPause(String kind, Member member) throws IOException, InterruptedException {
        if (random.nextBoolean()) {
            count("kill " + kind);
            member.kill();
        } else {
            pause(kind, member);
        }
    }

    private void pause(String kind, Member member) throws IOException, InterruptedException {
        count("pause " + kind);
        member.pause();
        Thread.sleep(random.nextInt(PAUSE_MILLIS_MIN, PAUSE_MILLIS_MAX));
        member.resume();
    }

    private void base(String part) throws IOException, InterruptedException {
        if (random.nextBoolean()) {
            count("kill " + part);
            launcher.kill(part);
        } else {
            count("pause " + part);
            launcher.pause(part);
            Thread.sleep(random.nextInt(PAUSE_MILLIS_MIN, BASE_PAUSE_MILLIS_MAX));
            launcher.resume(part);
        }
    }

    private void cut() throws InterruptedException {
        count("cut connections");
        Proxy proxy = fleet.proxies().get(random.nextInt(fleet.proxies().size()));
        proxy.cut();
        Thread.sleep(random.nextInt(CUT_MILLIS_MAX));
        proxy.heal();
    }

    private void count(String what) {
        synchronized (counts) {
            counts.merge(what, 1, Integer::sum);
        }
        System.err.println("  " + what);
    }

    Map<String, Integer> counts() {
        synchronized (counts) {
            return new LinkedHashMap<>(counts);
        }
    }

    /// Kills and pauses of processes together.
    long kills() {
        return counts().entrySet().stream()
                .filter(count -> !count.getKey().startsWith("cut"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    List<RouterKill> routerKills() {
        synchronized (routerKills) {
            return List.copyOf(routerKills);
        }
    }

    /// Ends once what is paused now was resumed.
    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(Duration.ofMillis(GAP_MILLIS_MAX + (long) PAUSE_MILLIS_MAX));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
