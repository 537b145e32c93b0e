package dev.cortado.router.client;

import io.grpc.MethodDescriptor;
import io.vertx.core.Vertx;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A server stream that is opened again whenever it ends, with growing pauses while that fails.
final class Subscription<Q, A> {

    /// What the messages are for.
    interface Listener<A> {
        void received(A message);

        /// The stream ended, or could not be opened.
        void lost();
    }

    private final Vertx vertx;
    private final Calls calls;
    private final MethodDescriptor<Q, A> method;
    private final Supplier<Q> request;
    private final Listener<A> listener;
    private final Duration pauseFirst;
    private final Duration pauseMax;
    private final Duration silenceMax;

    private volatile boolean stopped;
    private volatile Duration pause;
    private volatile @Nullable Life life;

    Subscription(
            Vertx vertx,
            Calls calls,
            MethodDescriptor<Q, A> method,
            Supplier<Q> request,
            Listener<A> listener,
            Pauses pauses) {
        this.vertx = vertx;
        this.calls = calls;
        this.method = method;
        this.request = request;
        this.listener = listener;
        this.pauseFirst = pauses.first();
        this.pauseMax = pauses.max();
        this.silenceMax = pauses.silenceMax();
        this.pause = pauses.first();
    }

    /// @param first before the first try to open the stream again; doubles up to `max`
    /// @param silenceMax a stream that says nothing for longer is taken for lost; zero for any silence
    record Pauses(Duration first, Duration max, Duration silenceMax) {}

    void open() {
        if (stopped) {
            return;
        }
        Life next = new Life();
        life = next;
        calls.open(method, next::opened, next::answered).onFailure(_ -> next.end());
    }

    /// Ends the stream and opens it no more; the listener hears nothing of what still comes.
    void stop() {
        stopped = true;
        Life last = life;
        if (last != null) {
            last.cancel();
        }
    }

    /// One opened stream, from its opening to its end.
    private final class Life {

        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile long heardNanos = System.nanoTime();
        private volatile @Nullable GrpcClientRequest<Q, A> call;

        void opened(GrpcClientRequest<Q, A> request) {
            call = request;
            if (stopped) {
                request.cancel();
                return;
            }
            request.end(Subscription.this.request.get());
            watchSilence();
        }

        void answered(GrpcClientResponse<Q, A> response) {
            response.exceptionHandler(_ -> end());
            response.endHandler(_ -> end());
            response.handler(this::received);
        }

        void received(A message) {
            if (ended.get() || stopped) {
                return;
            }
            heardNanos = System.nanoTime();
            pause = pauseFirst;
            listener.received(message);
        }

        void end() {
            if (!ended.compareAndSet(false, true) || stopped) {
                return;
            }
            listener.lost();
            vertx.setTimer(Math.max(1, pause.toMillis()), _ -> open());
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(pauseMax) < 0 ? doubled : pauseMax;
        }

        void cancel() {
            var open = call;
            if (open != null) {
                open.cancel();
            }
        }

        void watchSilence() {
            if (silenceMax.isZero()) {
                return;
            }
            vertx.setTimer(silenceMax.toMillis(), _ -> {
                if (ended.get()) {
                    return;
                }
                if (System.nanoTime() - heardNanos > silenceMax.toNanos()) {
                    end();
                    cancel();
                } else {
                    watchSilence();
                }
            });
        }
    }
}
