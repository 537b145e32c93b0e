package dev.cortado.inference.llama;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.Delta;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.Submission;
import dev.cortado.inference.engine.TokenLikelihood;
import dev.cortado.inference.engine.ToolCallPiece;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// What a real engine answered a conversation, choice by choice.
final class Answer implements GenerationListener {

    private static final int SECONDS_MAX = 120;

    private final TreeMap<Integer, String> texts = new TreeMap<>();
    private final TreeMap<Integer, String> calls = new TreeMap<>();
    private final List<TokenLikelihood> tokens = new ArrayList<>();
    private final CompletableFuture<GenerationEnd> end = new CompletableFuture<>();

    /// Waits for the end.
    static Answer to(Engine engine, Conversation conversation, Sampling sampling, int max, String... stops)
            throws Exception {
        Answer answer = new Answer();
        Instant later = Instant.now().plusSeconds(SECONDS_MAX);
        GenerationOrder order = new GenerationOrder(
                assertInstanceOf(PromptPreparation.Prepared.class, engine.prepare(conversation))
                        .prompt(),
                TokenCount.of(max),
                sampling,
                List.of(stops),
                later,
                later);
        assertInstanceOf(Submission.Submitted.class, engine.submit(order, answer));
        answer.end.get(SECONDS_MAX, TimeUnit.SECONDS);
        return answer;
    }

    @Override
    public void delta(String text) {
        throw new IllegalStateException("engines tell whole deltas");
    }

    @Override
    public void delta(Delta delta) {
        texts.merge(delta.choice(), delta.text(), String::concat);
        tokens.addAll(delta.tokens());
        for (ToolCallPiece piece : delta.calls()) {
            calls.merge(piece.position(), piece.name() + piece.argumentsJson(), String::concat);
        }
    }

    @Override
    public void ended(GenerationEnd how) {
        end.complete(how);
    }

    List<String> texts() {
        return List.copyOf(texts.values());
    }

    String text() {
        return texts.getOrDefault(0, "");
    }

    /// Each call's name with its arguments.
    List<String> calls() {
        return List.copyOf(calls.values());
    }

    List<TokenLikelihood> tokens() {
        return tokens;
    }

    GenerationEnd.Generated generated() {
        return assertInstanceOf(GenerationEnd.Generated.class, end.join());
    }
}
