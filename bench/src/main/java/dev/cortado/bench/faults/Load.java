package dev.cortado.bench.faults;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// Requests in an open loop: each begins when it is due, whatever became of those before.
final class Load {

    private static final int STREAM_PERCENT = 20;
    private static final int LEAVE_PERCENT = 5;
    private static final long SAID_EVERY_NANOS = 5_000_000_000L;
    private static final double FREE_SHARE_MIN = 0.05;

    private final Client client;
    private final FaultTenants tenants;
    private final Fleet fleet;
    private final Database database;
    private final long holdNanoUsd;
    private final SplittableRandom random;
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong exhausted = new AtomicLong();
    private final AtomicLong falselyExhausted = new AtomicLong();
    private final AtomicLong unavailable = new AtomicLong();
    private final AtomicLong brokenOff = new AtomicLong();
    private final Queue<Answer.Finished> finished = new ConcurrentLinkedQueue<>();
    private final Queue<Answer.Unexpected> unexpected = new ConcurrentLinkedQueue<>();
    private final ConcurrentHashMap<String, Queue<Long>> successes = new ConcurrentHashMap<>();

    /// Connections to accounting's tables.
    interface Database {
        Connection connect() throws SQLException;
    }

    Load(
            Client client,
            FaultTenants tenants,
            Fleet fleet,
            Database database,
            long holdNanoUsd,
            SplittableRandom random) {
        this.client = client;
        this.tenants = tenants;
        this.fleet = fleet;
        this.database = database;
        this.holdNanoUsd = holdNanoUsd;
        this.random = random;
    }

    /// Runs for so long; returns once the last request has ended.
    void run(int perSecond, Duration time) throws InterruptedException {
        long gap = 1_000_000_000L / perSecond;
        long begun = System.nanoTime();
        long end = begun + time.toNanos();
        long said = begun;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long due = begun; due < end; due += gap) {
                long wait = due - System.nanoTime();
                if (wait > 0) {
                    Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
                }
                FaultTenant tenant = tenants.any(random);
                boolean stream = random.nextInt(100) < STREAM_PERCENT;
                boolean leaves = random.nextInt(100) < LEAVE_PERCENT;
                var _ = threads.submit(() -> ask(tenant, stream, leaves));
                if (due - said > SAID_EVERY_NANOS) {
                    said = due;
                    System.err.printf(
                            "%d s: asked %d, finished %d, budget exhausted %d (falsely %d), unavailable %d, broken"
                                    + " off %d%n",
                            (due - begun) / 1_000_000_000L,
                            asked.get(),
                            finished.size(),
                            exhausted.get(),
                            falselyExhausted.get(),
                            unavailable.get(),
                            brokenOff.get());
                }
            }
        }
    }

    private void ask(FaultTenant tenant, boolean stream, boolean leaves) {
        asked.incrementAndGet();
        tenant.begins();
        switch (client.ask(tenant, stream, leaves)) {
            case Answer.Finished answer -> {
                tenant.paid(answer.costNanoUsd());
                finished.add(answer);
                succeeded(tenant);
            }
            case Answer.BudgetExhausted _ -> {
                tenant.refused();
                exhausted.incrementAndGet();
                if (isFree(tenant)) {
                    falselyExhausted.incrementAndGet();
                }
            }
            case Answer.Unavailable _ -> {
                tenant.brokeOff();
                unavailable.incrementAndGet();
            }
            case Answer.BrokeOff _ -> {
                tenant.brokeOff();
                brokenOff.incrementAndGet();
            }
            case Answer.Unexpected answer -> {
                tenant.brokeOff();
                unexpected.add(answer);
            }
        }
    }

    private void succeeded(FaultTenant tenant) {
        successes
                .computeIfAbsent(tenant.organisation(), _ -> new ConcurrentLinkedQueue<>())
                .add(System.nanoTime());
    }

    private boolean isFree(FaultTenant tenant) {
        try (Connection connection = database.connect()) {
            return Truth.freeShare(connection, tenant, fleet.unreachableRouters(), holdNanoUsd)
                    .filter(share -> share >= FREE_SHARE_MIN)
                    .isPresent();
        } catch (SQLException e) {
            // The database is one of those that are killed: nobody can say then.
            return false;
        }
    }

    /// When requests of an organisation finished well, on this machine's monotonic clock.
    List<Long> successes(String organisation) {
        return List.copyOf(successes.getOrDefault(organisation, new ConcurrentLinkedQueue<>()));
    }

    List<Answer.Finished> finished() {
        return List.copyOf(finished);
    }

    List<Answer.Unexpected> unexpected() {
        return List.copyOf(unexpected);
    }

    long asked() {
        return asked.get();
    }

    long exhausted() {
        return exhausted.get();
    }

    long falselyExhausted() {
        return falselyExhausted.get();
    }

    long unavailable() {
        return unavailable.get();
    }

    long brokenOff() {
        return brokenOff.get();
    }
}
