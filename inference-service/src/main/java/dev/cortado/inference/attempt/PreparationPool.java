package dev.cortado.inference.attempt;

import dev.cortado.inference.batching.FairQueue;
import dev.cortado.inference.engine.Tenant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/// The threads on which prompts are rendered and counted, with a bounded queue that tenants share as they share an
/// engine's slots: of one thread, the first prompt of a tenant is next but one, however many another has there.
public final class PreparationPool implements Preparation, AutoCloseable {

    private final int queueDepthMax;
    private final int tenantDepthMax;
    private final ExecutorService threads;
    private final FairQueue<Waiting> queue = new FairQueue<>(Waiting::tenant);
    private final Map<Tenant, Integer> running = new HashMap<>();

    private record Waiting(Tenant tenant, Runnable command) {}

    /// @param threads of processor work
    /// @param queueDepthMax prompts that may wait
    /// @param tenantDepthMax of those, one tenant's
    public PreparationPool(int threads, int queueDepthMax, int tenantDepthMax) {
        this.queueDepthMax = queueDepthMax;
        this.tenantDepthMax = tenantDepthMax;
        this.threads = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("prompt-", 0).daemon(true).factory());
    }

    @Override
    public void execute(Tenant tenant, Runnable command) {
        synchronized (queue) {
            if (queue.size() >= queueDepthMax) {
                throw new RejectedExecutionException("too many prompts wait");
            }
            if (queue.waiting(tenant) >= tenantDepthMax) {
                throw new TenantShareFull();
            }
            // Whoever runs next takes whose turn it is; there are as many to run as there are that wait.
            threads.execute(this::runNext);
            queue.add(new Waiting(tenant, command));
        }
    }

    private void runNext() {
        Waiting next;
        synchronized (queue) {
            next = queue.next(tenant -> running.getOrDefault(tenant, 0));
            running.merge(next.tenant(), 1, Integer::sum);
        }
        try {
            next.command().run();
        } finally {
            synchronized (queue) {
                running.computeIfPresent(next.tenant(), (_, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
