package dev.cortado.inference.client;

import com.google.protobuf.Message;
import dev.cortado.inference.remote.RemoteFailure;
import dev.cortado.inference.remote.RemoteFailure.Kind;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcStatus;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// The answers to one gRPC request: event loops put them in, one thread takes them out. While several lie here, no more
/// are read from the connection.
final class InferAnswers<A extends Message> {

    private static final int UNREAD_MAX = 16;

    private final BiFunction<GrpcStatus, String, RemoteFailure> failures;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// Guarded by the lock, as are those below.
    private final Deque<A> unread = new ArrayDeque<>();
    private @Nullable RemoteFailure failure;
    private boolean ended;
    private boolean aborted;
    /// Whether the stream has ended, so that there is nothing to reset.
    private boolean over;
    private @Nullable GrpcClientRequest<?, A> request;
    private @Nullable GrpcClientResponse<?, A> response;

    /// @param failures what a status and its message mean
    InferAnswers(BiFunction<GrpcStatus, String, RemoteFailure> failures) {
        this.failures = failures;
    }

    /// Blocks until there is one.
    ///
    /// @param within time limit; the request ends with it
    /// @return null at the end
    @Nullable
    A next(Duration within) {
        long nanosLeft = within.toNanos();
        lock.lock();
        try {
            while (unread.isEmpty() && failure == null && !ended && nanosLeft > 0) {
                nanosLeft = changed.awaitNanos(nanosLeft);
            }
            if (!unread.isEmpty()) {
                GrpcClientResponse<?, A> open = response;
                if (unread.size() <= UNREAD_MAX / 2 && open != null) {
                    open.resume();
                }
                return unread.remove();
            }
            if (failure != null) {
                throw failure;
            }
            if (!ended) {
                throw new RemoteFailure(Kind.BROKEN, "the server did not answer in time");
            }
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteFailure(Kind.BROKEN, "the wait for the server was interrupted");
        } finally {
            lock.unlock();
        }
    }

    /// Without a limit of its own: whoever asks ends it with [#abort].
    @Nullable
    A next() {
        return next(Duration.ofNanos(TimeUnit.DAYS.toNanos(1)));
    }

    /// Resets the stream, so that the server stops; from any thread.
    void abort() {
        GrpcClientRequest<?, A> begun;
        lock.lock();
        try {
            aborted = true;
            begun = over ? null : request;
            over = true;
        } finally {
            lock.unlock();
        }
        if (begun != null) {
            begun.cancel();
        }
        failed(new RemoteFailure(Kind.BROKEN, "the request was ended"));
    }

    /// @return false if it was aborted meanwhile
    boolean begun(GrpcClientRequest<?, A> sent) {
        boolean late;
        lock.lock();
        try {
            request = sent;
            late = aborted;
        } finally {
            lock.unlock();
        }
        if (late) {
            sent.cancel();
        } else {
            sent.response().onFailure(this::broke).onSuccess(this::answers);
        }
        return !late;
    }

    private void answers(GrpcClientResponse<?, A> from) {
        lock.lock();
        try {
            response = from;
        } finally {
            lock.unlock();
        }
        from.exceptionHandler(this::broke);
        from.endHandler(nothing -> end(from.status(), from.statusMessage()));
        from.handler(answer -> {
            lock.lock();
            try {
                unread.add(answer);
                if (unread.size() >= UNREAD_MAX) {
                    from.pause();
                }
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        });
    }

    private void end(@Nullable GrpcStatus status, @Nullable String message) {
        lock.lock();
        try {
            over = true;
        } finally {
            lock.unlock();
        }
        if (status == null) {
            failed(new RemoteFailure(Kind.BROKEN, "the server ended its answer in the middle of it"));
        } else if (status != GrpcStatus.OK) {
            failed(failures.apply(status, message == null ? "" : message));
        } else {
            lock.lock();
            try {
                ended = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    void broke(Throwable cause) {
        failed(new RemoteFailure(
                Kind.BROKEN,
                cause instanceof java.net.ConnectException
                        ? "the server cannot be reached"
                        : "the connection to the server broke"));
    }

    /// The first failure stands; what came before it is read first.
    void failed(RemoteFailure first) {
        lock.lock();
        try {
            if (failure == null && !ended) {
                failure = first;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
