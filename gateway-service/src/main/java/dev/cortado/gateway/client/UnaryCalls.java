package dev.cortado.gateway.client;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.common.GrpcReadStream;
import io.vertx.grpc.common.ServiceMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Calls with one message each way and a deadline, on the caller's event loop.
@ApplicationScoped
public class UnaryCalls {

    private final Vertx vertx;
    private final EventLoopClients clients;

    UnaryCalls(Vertx vertx, EventLoopClients clients) {
        this.vertx = vertx;
        this.clients = clients;
    }

    /// How long an answer is awaited: `first`, and as long as `most` where `worthwhile` says so then.
    record Patience(Duration first, Duration most, BooleanSupplier worthwhile) {

        static Patience of(Duration deadline) {
            return new Patience(deadline, deadline, () -> false);
        }
    }

    /// The answer, or a failure: no connection, a gRPC status other than OK, no answer in time.
    <Q, A> Future<A> call(SocketAddress address, ServiceMethod<A, Q> method, Q question, Duration deadline) {
        return call(address, method, question, Patience.of(deadline), Duration.ZERO, _ -> {});
    }

    /// As [#call(SocketAddress, ServiceMethod, Object, Duration)], for questions whose answer holds something
    /// for the asker: one for which nobody waits any more goes to `late`.
    ///
    /// @param lateFor from the end of the patience on, until the call is cancelled
    <Q, A> Future<A> call(
            SocketAddress address,
            ServiceMethod<A, Q> method,
            Q question,
            Patience patience,
            Duration lateFor,
            Consumer<A> late) {
        OpenCall<Q, A> open = new OpenCall<>(method, patience, lateFor);
        clients.current()
                .request(address, method)
                .compose(request -> open.send(request, question))
                .onComplete(outcome -> open.end(outcome, late));
        return open.answer.future();
    }

    /// Whether a call failed since its service could not be reached, or went away under it; one that answered with a
    /// status, or was slow, was reached.
    static boolean isUnreached(Throwable failure) {
        return failure instanceof IOException || failure instanceof HttpClosedException;
    }

    static SocketAddress address(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("an address must read host:port, not '" + hostAndPort + "'");
        }
        String host = hostAndPort.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return SocketAddress.inetSocketAddress(
                Integer.parseInt(hostAndPort.substring(colon + 1)),
                bracketed ? host.substring(1, host.length() - 1) : host);
    }

    /// A call under way: unanswered at the end of its patience it has failed, and some time later it is
    /// cancelled. Used on one event loop.
    private final class OpenCall<Q, A> {

        private final ServiceMethod<A, Q> method;
        private final Patience patience;
        private final Duration lateFor;
        private final Promise<A> answer = Promise.promise();
        private Runnable cancel = () -> {};
        private boolean expired;
        private long timer;

        OpenCall(ServiceMethod<A, Q> method, Patience patience, Duration lateFor) {
            this.method = method;
            this.patience = patience;
            this.lateFor = lateFor;
            after(patience.first(), this::reconsider);
        }

        private void after(Duration pause, Runnable then) {
            timer = vertx.setTimer(Math.max(1, pause.toMillis()), _ -> then.run());
        }

        private void reconsider() {
            Duration more = patience.most().minus(patience.first());
            if (more.isPositive() && patience.worthwhile().getAsBoolean()) {
                after(more, () -> expire(patience.most()));
            } else {
                expire(patience.first());
            }
        }

        Future<A> send(GrpcClientRequest<Q, A> request, Q question) {
            if (expired) {
                request.cancel();
                return answer.future();
            }
            cancel = request::cancel;
            request.headers().set("grpc-timeout", patience.most().plus(lateFor).toMillis() + "m");
            return request.send(question).compose(GrpcReadStream::last);
        }

        private void expire(Duration waited) {
            expired = true;
            answer.tryFail(new TimeoutException(method.fullMethodName() + " did not answer within " + waited));
            after(lateFor, () -> cancel.run());
        }

        void end(AsyncResult<A> outcome, Consumer<A> late) {
            vertx.cancelTimer(timer);
            if (outcome.failed()) {
                answer.tryFail(outcome.cause());
            } else if (!answer.tryComplete(outcome.result())) {
                late.accept(outcome.result());
            }
        }
    }
}
