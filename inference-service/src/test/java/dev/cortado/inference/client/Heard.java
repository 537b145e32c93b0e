package dev.cortado.inference.client;

import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationListener;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Keeps what a generation told.
final class Heard implements GenerationListener {

    final List<String> deltas = new CopyOnWriteArrayList<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private final CompletableFuture<GenerationEnd> end = new CompletableFuture<>();

    @Override
    public void delta(String text) {
        deltas.add(text);
        first.countDown();
    }

    @Override
    public void ended(GenerationEnd how) {
        if (!end.complete(how)) {
            throw new IllegalStateException("told twice");
        }
    }

    String text() {
        return String.join("", deltas);
    }

    void awaitFirst() throws InterruptedException {
        if (!first.await(5, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no delta");
        }
    }

    GenerationEnd end() {
        return end.orTimeout(5, TimeUnit.SECONDS).join();
    }

    GenerationEnd.Generated generated() {
        return (GenerationEnd.Generated) end();
    }
}
