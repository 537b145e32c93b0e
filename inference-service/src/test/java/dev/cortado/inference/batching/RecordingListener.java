package dev.cortado.inference.batching;

import dev.cortado.inference.engine.Delta;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.TokenLikelihood;
import dev.cortado.inference.engine.ToolCallPiece;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Keeps what it hears.
final class RecordingListener implements GenerationListener {

    final StringBuilder text = new StringBuilder();
    final List<TokenLikelihood> tokens = new ArrayList<>();
    final List<ToolCallPiece> calls = new ArrayList<>();
    private final Map<Integer, String> texts = new ConcurrentHashMap<>();
    final CountDownLatch firstDelta = new CountDownLatch(1);
    private final CompletableFuture<GenerationEnd> end = new CompletableFuture<>();

    @Override
    public void delta(String delta) {
        text.append(delta);
        firstDelta.countDown();
    }

    @Override
    public void delta(Delta delta) {
        tokens.addAll(delta.tokens());
        calls.addAll(delta.calls());
        texts.merge(delta.choice(), delta.text(), String::concat);
        if (delta.choice() == 0) {
            GenerationListener.super.delta(delta);
        }
    }

    /// What a choice said, after the end.
    String text(int choice) throws Exception {
        end();
        return texts.getOrDefault(choice, "");
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
