package dev.cortado.bench.soak;

import dev.cortado.bench.served.NodeCalls;
import dev.cortado.bench.served.NodeRequests;
import dev.cortado.bench.soak.Wishes.Wish;
import dev.cortado.contracts.v1.AdapterChoice;
import dev.cortado.contracts.v1.GenerateEvent;
import dev.cortado.contracts.v1.GenerateRequest;
import dev.cortado.contracts.v1.GenerationFinished;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/// Asks the node for one generation after the other, and leaves some of them early.
final class Generator {

    private static final long END_SECONDS_MAX = 120;

    private final NodeCalls calls;
    private final NodeRequests requests;
    private final ToLongFunction<String> promptTokens;

    /// @param promptTokens counts a prompt, template and all
    Generator(NodeCalls calls, NodeRequests requests, ToLongFunction<String> promptTokens) {
        this.calls = calls;
        this.requests = requests;
        this.promptTokens = promptTokens;
    }

    /// @throws IllegalStateException if it was refused, broke, or did not end
    Attempt run(Wish wish) throws InterruptedException {
        NodeRequests.Opened opened =
                requests.open(wish.variant(), wish.organisation(), wish.text(), wish.completionMax());
        GenerateRequest.Builder request = opened.request().setSampling(wish.sampling());
        if (!wish.adapter().isEmpty()) {
            request.setAdapter(
                    AdapterChoice.newBuilder().setAdapterId(wish.adapter()).setScale(wish.scale()));
        }
        Watching watching = new Watching(wish);
        watching.call.complete(calls.generate(request.build(), watching));
        try {
            watching.over.get(END_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a generation broke: " + e, e);
        }
        return new Attempt(
                opened.reservation(),
                promptTokens.applyAsLong(wish.text()),
                wish.completionMax(),
                watching.pieces.get(),
                watching.accepted,
                Optional.ofNullable(watching.finished.getNow(null)));
    }

    /// Hears one call, on its event loop.
    private static final class Watching implements NodeCalls.Listener {

        private final Wish wish;
        private final CompletableFuture<NodeCalls.Call> call = new CompletableFuture<>();
        private final CompletableFuture<Attempt.Finished> finished = new CompletableFuture<>();
        private final CompletableFuture<Boolean> over = new CompletableFuture<>();
        private final AtomicLong pieces = new AtomicLong();
        private volatile boolean accepted;

        Watching(Wish wish) {
            this.wish = wish;
        }

        @Override
        public void event(GenerateEvent event) {
            if (over.isDone()) {
                return;
            }
            switch (event.getEventCase()) {
                case ACCEPTED -> {
                    accepted = true;
                    leaveIfDue();
                }
                case DELTA -> {
                    pieces.incrementAndGet();
                    leaveIfDue();
                }
                case FINISHED -> {
                    GenerationFinished told = event.getFinished();
                    finished.complete(
                            new Attempt.Finished(told.getUsage(), told.getFinishReason(), told.getCostNanoUsd()));
                    over.complete(true);
                }
                case REFUSED, METERING_UNAVAILABLE, EVENT_NOT_SET -> broken(event.toString());
            }
        }

        private void leaveIfDue() {
            if (wish.leavesAfter().isPresent()
                    && pieces.get() >= wish.leavesAfter().getAsInt()) {
                var _ = call.thenAccept(NodeCalls.Call::cancel);
                over.complete(false);
            }
        }

        @Override
        public void broken(String why) {
            over.completeExceptionally(new IllegalStateException(why));
        }
    }
}
