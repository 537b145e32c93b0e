package dev.cortado.bench.ledger;

import dev.cortado.router.client.Calls;
import io.grpc.MethodDescriptor;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Accounting's gRPC calls by the routers' own client: a connection for each router, and one event loop for all.
final class AccountingCalls implements AutoCloseable {

    private static final Duration SETTING_UP_MAX = Duration.ofMinutes(3);
    private static final Duration SETTING_UP_CALL_MAX = Duration.ofSeconds(10);
    private static final long PAUSE_MILLIS = 100;
    private static final long CLOSE_SECONDS_MAX = 10;

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    private final Context loop = vertx.getOrCreateContext();
    private final List<Calls> routers;

    AccountingCalls(int accountingPort, int routers) {
        String accounting = "127.0.0.1:" + accountingPort;
        this.routers = IntStream.range(0, routers)
                .mapToObj(_ -> new Calls(vertx, accounting))
                .toList();
    }

    int routers() {
        return routers.size();
    }

    /// On the one event loop: whatever runs here runs alone.
    void run(Runnable what) {
        loop.runOnContext(_ -> what.run());
    }

    /// The same after a while.
    void after(Duration wait, Runnable what) {
        vertx.setTimer(Math.max(1, wait.toMillis()), _ -> what.run());
    }

    /// One message for one message, from the event loop.
    ///
    /// @return fails with [CallFailed]
    <Q, A> CompletionStage<A> call(int router, MethodDescriptor<Q, A> method, Q message, Duration timeout) {
        return routers.get(router)
                .unary(method, message, timeout)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(CallFailed.of(failure)));
    }

    /// Waits for the answers to messages of which as many are under way at a time; each is sent until it
    /// is answered. For setting up, from a thread of its own.
    ///
    /// @throws IllegalStateException if one is not answered within three minutes
    <M, Q, A> List<A> all(int router, MethodDescriptor<Q, A> method, List<M> about, Function<M, Q> message, int atATime)
            throws InterruptedException {
        List<A> answers = new ArrayList<>(about.size());
        for (int from = 0; from < about.size(); from += atATime) {
            List<Q> messages = about.subList(from, Math.min(about.size(), from + atATime)).stream()
                    .map(message)
                    .toList();
            List<CompletableFuture<A>> first =
                    messages.stream().map(each -> begun(router, method, each)).toList();
            for (int n = 0; n < messages.size(); n++) {
                answers.add(answer(router, method, messages.get(n), first.get(n)));
            }
        }
        return answers;
    }

    /// The answer to one message, sent until there is one. For setting up, from a thread of its own.
    ///
    /// @throws IllegalStateException if it is not answered within three minutes
    <Q, A> A one(int router, MethodDescriptor<Q, A> method, Q message) throws InterruptedException {
        return answer(router, method, message, begun(router, method, message));
    }

    private <Q, A> CompletableFuture<A> begun(int router, MethodDescriptor<Q, A> method, Q message) {
        CompletableFuture<A> answer = new CompletableFuture<>();
        run(() -> call(router, method, message, SETTING_UP_CALL_MAX).whenComplete((received, failure) -> {
            if (failure == null) {
                answer.complete(received);
            } else {
                answer.completeExceptionally(failure);
            }
        }));
        return answer;
    }

    private <Q, A> A answer(int router, MethodDescriptor<Q, A> method, Q message, CompletableFuture<A> first)
            throws InterruptedException {
        long end = System.nanoTime() + SETTING_UP_MAX.toNanos();
        CompletableFuture<A> answer = first;
        while (true) {
            try {
                return answer.join();
            } catch (CompletionException failed) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("accounting does not answer " + method.getFullMethodName(), failed);
                }
                Thread.sleep(PAUSE_MILLIS);
                answer = begun(router, method, message);
            }
        }
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)
                .join();
    }
}
