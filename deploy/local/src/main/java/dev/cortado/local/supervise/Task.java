package dev.cortado.local.supervise;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// One blocking call on a thread of its own, which can be given up.
final class Task {
    private final CompletableFuture<Boolean> outcome = new CompletableFuture<>();
    private final Thread thread;

    private Task(Callable<Boolean> call) {
        this.thread = Thread.ofVirtual().unstarted(() -> run(call));
    }

    static Task begin(Callable<Boolean> call) {
        Task task = new Task(call);
        task.thread.start();
        return task;
    }

    boolean done() {
        return outcome.isDone();
    }

    /// @throws ExecutionException what the call threw
    boolean get() throws ExecutionException, InterruptedException {
        return outcome.get();
    }

    /// Interrupts the call, which ends the command that it waits for, and waits until it has ended.
    void giveUp(Duration limit) throws InterruptedException {
        thread.interrupt();
        thread.join(limit);
    }

    private void run(Callable<Boolean> call) {
        try {
            outcome.complete(call.call());
        } catch (Exception e) {
            outcome.completeExceptionally(e);
        }
    }
}
