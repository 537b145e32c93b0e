package dev.cortado.bench.faults;

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

    private static final long SAID_EVERY_NANOS = 5_000_000_000L;

    private final Client client;
    private final FaultTenants tenants;
    private final Refusals refusals;
    private final SplittableRandom random;
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong longAsked = new AtomicLong();
    private final AtomicLong longFinished = new AtomicLong();
    private final AtomicLong exhausted = new AtomicLong();
    private final AtomicLong busy = new AtomicLong();
    private final AtomicLong unavailable = new AtomicLong();
    private final AtomicLong brokenOff = new AtomicLong();
    private final Queue<Answer.Finished> finished = new ConcurrentLinkedQueue<>();
    private final Queue<Answer.Unexpected> unexpected = new ConcurrentLinkedQueue<>();
    private volatile int finishedBefore;
    private volatile long endedNanos = System.nanoTime();
    private final ConcurrentHashMap<String, Queue<Success>> successes = new ConcurrentHashMap<>();

    /// A request that finished well, on this machine's monotonic clock.
    record Success(long askedNanos, long finishedNanos) {}

    Load(Client client, FaultTenants tenants, Refusals refusals, SplittableRandom random) {
        this.client = client;
        this.tenants = tenants;
        this.refusals = refusals;
        this.random = random;
    }

    /// Forgets what was counted, but for answers that must be found in the books: what went before was to warm up.
    void forgetCounts() {
        for (AtomicLong count : List.of(asked, longAsked, longFinished, exhausted, busy, unavailable, brokenOff)) {
            count.set(0);
        }
        refusals.forget();
        finishedBefore = finished.size();
    }

    /// Runs for so long at this rate; returns once the last request has ended.
    void run(int perSecond, Duration time) throws InterruptedException {
        run(perSecond, perSecond, time);
    }

    /// Runs for so long, from one rate to another in a straight line; returns once the last request has ended.
    void run(int fromPerSecond, int toPerSecond, Duration time) throws InterruptedException {
        long begun = System.nanoTime();
        long end = begun + time.toNanos();
        long said = begun;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long due = begun; due < end; ) {
                long wait = due - System.nanoTime();
                if (wait > 0) {
                    Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
                }
                FaultTenant tenant = tenants.any(random);
                Question question = Question.any(random);
                var _ = threads.submit(() -> ask(tenant, question));
                if (due - said > SAID_EVERY_NANOS) {
                    said = due;
                    System.err.printf(
                            "%d s: asked %d, finished %d (long %d), budget exhausted %d (falsely %d), busy %d,"
                                    + " unavailable %d, broken off %d%n",
                            (due - begun) / 1_000_000_000L,
                            asked.get(),
                            finishedCount(),
                            longFinished.get(),
                            exhausted.get(),
                            refusals.falsely(),
                            busy.get(),
                            unavailable.get(),
                            brokenOff.get());
                }
                double done = (double) (due - begun) / time.toNanos();
                due += (long) (1e9 / (fromPerSecond + done * (toPerSecond - fromPerSecond)));
            }
        }
        endedNanos = System.nanoTime();
    }

    private void ask(FaultTenant tenant, Question question) {
        long begun = System.nanoTime();
        asked.incrementAndGet();
        longAsked.addAndGet(question.isLong() ? 1 : 0);
        long hold = question.holdNanoUsd();
        tenant.begins(hold);
        switch (client.ask(tenant, question)) {
            case Answer.Finished answer -> {
                tenant.paid(hold, answer.costNanoUsd());
                finished.add(answer);
                longFinished.addAndGet(question.isLong() ? 1 : 0);
                succeeded(tenant, begun);
            }
            case Answer.BudgetExhausted _ -> {
                tenant.refused(hold);
                exhausted.incrementAndGet();
                refusals.judge(tenant, hold);
            }
            case Answer.Busy _ -> {
                tenant.refused(hold);
                busy.incrementAndGet();
            }
            case Answer.Unavailable answer -> {
                if (answer.placed()) {
                    tenant.brokeOff(hold);
                } else {
                    tenant.refused(hold);
                }
                unavailable.incrementAndGet();
            }
            case Answer.BrokeOff _ -> {
                tenant.brokeOff(hold);
                brokenOff.incrementAndGet();
            }
            case Answer.Unexpected answer -> {
                tenant.brokeOff(hold);
                unexpected.add(answer);
            }
        }
    }

    private void succeeded(FaultTenant tenant, long askedNanos) {
        successes
                .computeIfAbsent(tenant.organisation(), _ -> new ConcurrentLinkedQueue<>())
                .add(new Success(askedNanos, System.nanoTime()));
    }

    /// What became of the refusals for want of budget.
    Refusals refusals() {
        return refusals;
    }

    /// When the last run ended, on this machine's monotonic clock.
    long endedNanos() {
        return endedNanos;
    }

    /// Requests of an organisation that finished well.
    List<Success> successes(String organisation) {
        return List.copyOf(successes.getOrDefault(organisation, new ConcurrentLinkedQueue<>()));
    }

    List<Answer.Finished> finished() {
        return List.copyOf(finished);
    }

    long finishedCount() {
        return (long) finished.size() - finishedBefore;
    }

    List<Answer.Unexpected> unexpected() {
        return List.copyOf(unexpected);
    }

    long asked() {
        return asked.get();
    }

    long longAsked() {
        return longAsked.get();
    }

    long longFinished() {
        return longFinished.get();
    }

    long exhausted() {
        return exhausted.get();
    }

    long busy() {
        return busy.get();
    }

    long unavailable() {
        return unavailable.get();
    }

    long brokenOff() {
        return brokenOff.get();
    }
}
