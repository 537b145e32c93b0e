package dev.cortado.router.client;

import io.grpc.MethodDescriptor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcStatus;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/// gRPC calls to one address.
final class Calls {

    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;

    private final Vertx vertx;
    private final GrpcClient client;
    private final SocketAddress address;

    Calls(Vertx vertx, String address) {
        this.vertx = vertx;
        this.client = GrpcClient.client(vertx, new HttpClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MILLIS));
        this.address = Addresses.parse(address);
    }

    /// One message for one message.
    ///
    /// @param timeout after which the call is cancelled and fails
    <Q, A> CompletionStage<A> unary(MethodDescriptor<Q, A> method, Q message, Duration timeout) {
        Promise<A> promise = Promise.promise();
        AtomicReference<GrpcClientRequest<Q, A>> sent = new AtomicReference<>();
        long timer = vertx.setTimer(Math.max(1, timeout.toMillis()), _ -> {
            promise.tryFail(new CallFailed(method.getFullMethodName() + " got no answer within " + timeout));
            GrpcClientRequest<Q, A> request = sent.get();
            if (request != null) {
                request.cancel();
            }
        });
        client.request(address, method)
                .compose(request -> {
                    sent.set(request);
                    return request.send(message);
                })
                .compose(Calls::onlyMessage)
                .onComplete(answer -> {
                    vertx.cancelTimer(timer);
                    if (answer.succeeded()) {
                        promise.tryComplete(answer.result());
                    } else {
                        promise.tryFail(answer.cause());
                    }
                });
        return promise.future().toCompletionStage();
    }

    /// Opens a stream of messages; the request can cancel it.
    <Q, A> Future<GrpcClientRequest<Q, A>> open(MethodDescriptor<Q, A> method) {
        return client.request(address, method);
    }

    private static <Q, A> Future<A> onlyMessage(GrpcClientResponse<Q, A> response) {
        Promise<A> promise = Promise.promise();
        AtomicReference<A> message = new AtomicReference<>();
        response.handler(message::set);
        response.exceptionHandler(promise::tryFail);
        response.endHandler(_ -> {
            A received = message.get();
            if (response.status() == GrpcStatus.OK && received != null) {
                promise.tryComplete(received);
            } else {
                promise.tryFail(new CallFailed("status " + response.status() + ": " + response.statusMessage()));
            }
        });
        return promise.future();
    }
}
