package dev.cortado.inference.attempt;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The threads on which prompts are rendered and counted, with a bounded queue that rejects what does not fit.
public final class PreparationPool implements Executor, AutoCloseable {

    private final ThreadPoolExecutor executor;

    public PreparationPool(int threads, int queueDepthMax) {
        executor = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queueDepthMax),
                Thread.ofPlatform().name("prompt-", 0).daemon(true).factory());
    }

    @Override
    public void execute(Runnable command) {
        executor.execute(command);
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
