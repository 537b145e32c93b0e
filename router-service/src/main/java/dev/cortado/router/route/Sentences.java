package dev.cortado.router.route;

import dev.cortado.router.estimate.SecondStage;
import dev.cortado.router.features.Sentence;
import dev.cortado.router.route.SentenceWatcher.Reading;
import dev.cortado.router.time.Time;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/// Has the second stage read a request's prompt before it is routed, off the thread that routes. A request waits for it
/// for a bounded time and goes on without, as it does where too many wait already: then its prompt's features tell.
public final class Sentences {

    private final SecondStage stage;
    private final BooleanSupplier areOfUse;
    private final Executor workers;
    private final Duration waitMax;
    private final Time time;
    private final SentenceWatcher watcher;

    /// @param areOfUse whether the predictor in force goes by them
    /// @param workers read prompts; refuse those that are too many
    public Sentences(
            SecondStage stage,
            BooleanSupplier areOfUse,
            Executor workers,
            Duration waitMax,
            Time time,
            SentenceWatcher watcher) {
        this.stage = stage;
        this.areOfUse = areOfUse;
        this.workers = workers;
        this.waitMax = waitMax;
        this.time = time;
        this.watcher = watcher;
    }

    /// The request, known on return where nothing has to be read. Never fails.
    ///
    /// @param routing goes on with the request once it was waited for
    public CompletionStage<RouteRequest> read(RouteRequest request, Executor routing) {
        if (!stage.isOn() || request.prompt().isEmpty() || !areOfUse.getAsBoolean()) {
            return CompletableFuture.completedFuture(request);
        }
        long begun = time.nanos();
        CompletableFuture<Sentence> reading = new CompletableFuture<>();
        CompletableFuture<Sentence> waiting = Deadline.within(time, waitMax, reading);
        try {
            workers.execute(() -> {
                if (!waiting.isDone()) {
                    read(request, reading);
                }
            });
        } catch (RejectedExecutionException e) {
            reading.completeExceptionally(e);
        }
        return waiting.handleAsync(
                (sentence, failure) -> {
                    watcher.sentence(
                            failure == null ? Reading.READ : why(failure), Duration.ofNanos(time.nanos() - begun));
                    return failure == null ? request.with(request.prompt().with(sentence)) : request;
                },
                routing);
    }

    private void read(RouteRequest request, CompletableFuture<Sentence> reading) {
        try {
            reading.complete(Objects.requireNonNull(stage.read(request.prompt().text())));
        } catch (RuntimeException | Error e) {
            watcher.sentenceModelFailed(e);
            reading.completeExceptionally(e);
        }
    }

    private static Reading why(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return switch (cause) {
            case TimeoutException _ -> Reading.LATE;
            case RejectedExecutionException _ -> Reading.BUSY;
            default -> Reading.FAILED;
        };
    }
}
