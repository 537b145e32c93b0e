package dev.cortado.inference.batching;

import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Keeps what it hears.
final class RecordingListener implements GenerationListener {

    final StringBuilder text = new StringBuilder();
    final CountDownLatch firstDelta = new CountDownLatch(1);
    private final CompletableFuture<GenerationEnd> end = new CompletableFuture<>();

    @Override
    public void delta(String delta) {
        text.append(delta);
        firstDelta.countDown();
    }

    @Override
    public void ended(GenerationEnd how) {
        if (!end.complete(how)) {
            throw new IllegalStateException("ended twice");
        }
    }

    GenerationEnd end() throws Exception {
        return end.get(10, TimeUnit.SECONDS);
    }

    GenerationEnd.Generated generated() throws Exception {
        return (GenerationEnd.Generated) end();
    }

    boolean running() {
        return !end.isDone();
    }
}
