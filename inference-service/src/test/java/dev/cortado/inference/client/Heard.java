package dev.cortado.inference.client;

import dev.cortado.inference.engine.Delta;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.TokenLikelihood;
import dev.cortado.inference.engine.ToolCallPiece;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Keeps what a generation told.
final class Heard implements GenerationListener {

    /// Machines that do much else at the same time are slow.
    private static final int SECONDS_MAX = 60;

    final List<String> deltas = new CopyOnWriteArrayList<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private final CompletableFuture<GenerationEnd> end = new CompletableFuture<>();

    final List<TokenLikelihood> tokens = new CopyOnWriteArrayList<>();
    final List<ToolCallPiece> calls = new CopyOnWriteArrayList<>();

    @Override
    public void delta(Delta delta) {
        tokens.addAll(delta.tokens());
        calls.addAll(delta.calls());
        if (!delta.text().isEmpty()) {
            delta(delta.text());
        }
    }

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
        if (!first.await(SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no delta");
        }
    }

    GenerationEnd end() {
        return end.copy().orTimeout(SECONDS_MAX, TimeUnit.SECONDS).join();
    }

    GenerationEnd.Generated generated() {
        return (GenerationEnd.Generated) end();
    }
}
