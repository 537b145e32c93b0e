package dev.cortado.bench.engine;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.Submission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The engine itself, in this process.
record InProcess(Engine engine) implements Contestant {

    private static final Duration TIME_MAX = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "InProcess";
    }

    @Override
    public List<StreamTimes> run(List<Prompt> prompts, int completionTokens) {
        long begin = System.nanoTime();
        List<CompletableFuture<StreamTimes>> streams = new ArrayList<>();
        for (Prompt prompt : prompts) {
            streams.add(start(prompt, completionTokens, begin));
        }
        return streams.stream().map(CompletableFuture::join).toList();
    }

    private CompletableFuture<StreamTimes> start(Prompt prompt, int completionTokens, long begin) {
        Instant latest = Instant.now().plus(TIME_MAX);
        Listener listener = new Listener(new Recording(begin), new CompletableFuture<>());
        GenerationOrder order = new GenerationOrder(
                prompt.tokens(), TokenCount.of(completionTokens), Sampling.greedy(), List.of(), latest, latest);
        if (!(engine.submit(order, listener) instanceof Submission.Submitted)) {
            throw new IllegalStateException("the engine did not take an order");
        }
        return listener.end();
    }

    private record Listener(Recording recording, CompletableFuture<StreamTimes> end) implements GenerationListener {

        @Override
        public void delta(String text) {
            recording.piece();
        }

        @Override
        public void ended(GenerationEnd how) {
            if (how instanceof GenerationEnd.Generated generated
                    && (generated.cause() == StopCause.LENGTH || generated.cause() == StopCause.STOP)) {
                end.complete(recording.ended(generated.completionTokens().count()));
            } else {
                end.completeExceptionally(new IllegalStateException("a generation ended as " + how));
            }
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
