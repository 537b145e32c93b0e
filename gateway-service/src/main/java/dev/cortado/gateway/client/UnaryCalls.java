package dev.cortado.gateway.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.common.GrpcReadStream;
import io.vertx.grpc.common.ServiceMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
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

    /// The answer, or a failure: no connection, a gRPC status other than OK, no answer in time.
    <Q, A> Future<A> call(SocketAddress address, ServiceMethod<A, Q> method, Q question, Duration deadline) {
        return call(address, method, question, deadline, Duration.ZERO, _ -> {});
    }

    /// As [#call(SocketAddress, ServiceMethod, Object, Duration)], for questions whose answer holds something for the
    /// asker: one that comes after the deadline goes to `late`.
    ///
    /// @param lateFor from the deadline on, until the call is cancelled and no answer is expected any more
    <Q, A> Future<A> call(
            SocketAddress address,
            ServiceMethod<A, Q> method,
            Q question,
            Duration deadline,
            Duration lateFor,
            Consumer<A> late) {
        Promise<A> answer = Promise.promise();
        OpenCall<Q, A> open = new OpenCall<>(answer);
        long given = vertx.setTimer(deadline.toMillis(), _ -> open.expire(method, deadline));
        long end = vertx.setTimer(deadline.plus(lateFor).toMillis(), _ -> open.cancel());
        clients.current()
                .request(address, method)
                .compose(request -> open.send(request, question, deadline.plus(lateFor)))
                .onComplete(outcome -> {
                    vertx.cancelTimer(given);
                    vertx.cancelTimer(end);
                    if (outcome.failed()) {
                        answer.tryFail(outcome.cause());
                    } else if (!answer.tryComplete(outcome.result())) {
                        late.accept(outcome.result());
                    }
                });
        return answer.future();
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

    /// A call under way: unanswered at its deadline it has failed, and some time later it is cancelled. Used on one
    /// event loop.
    private static final class OpenCall<Q, A> {

        private final Promise<A> answer;
        private Runnable cancel = () -> {};
        private boolean expired;

        OpenCall(Promise<A> answer) {
            this.answer = answer;
        }

        Future<A> send(GrpcClientRequest<Q, A> request, Q question, Duration timeout) {
            if (expired) {
                request.cancel();
                return answer.future();
            }
            cancel = request::cancel;
            request.headers().set("grpc-timeout", timeout.toMillis() + "m");
            return request.send(question).compose(GrpcReadStream::last);
        }

        void expire(ServiceMethod<?, ?> method, Duration deadline) {
            expired = true;
            answer.tryFail(new TimeoutException(method.fullMethodName() + " did not answer within " + deadline));
        }

        void cancel() {
            cancel.run();
        }
    }
}
