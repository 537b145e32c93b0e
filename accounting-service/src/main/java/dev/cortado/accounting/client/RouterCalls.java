package dev.cortado.accounting.client;

import dev.cortado.accounting.configuration.RouterCallConfiguration;
import dev.cortado.accounting.profile.ProfileBook.RoutersAway;
import io.grpc.MethodDescriptor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpcio.client.GrpcIoClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/// Unary calls to the first router that answers.
@ApplicationScoped
class RouterCalls {

    private static final int CONNECT_TIMEOUT_MILLIS = 500;

    private final Vertx vertx;
    private final GrpcIoClient client;
    private final List<SocketAddress> addresses;

    RouterCalls(Vertx vertx, RouterCallConfiguration configuration) {
        this.vertx = vertx;
        this.client = GrpcIoClient.client(
                vertx,
                new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false)
                        .setConnectTimeout(CONNECT_TIMEOUT_MILLIS));
        this.addresses =
                configuration.addresses().stream().map(RouterCalls::address).toList();
    }

    <Q, A> CompletionStage<A> unary(MethodDescriptor<Q, A> method, Q message, Duration timeout) {
        Promise<A> answer = Promise.promise();
        long timer = vertx.setTimer(
                Math.max(1, timeout.toMillis()),
                _ -> answer.tryFail(new RoutersAway("no router answered within " + timeout)));
        ask(0, method, message).onComplete(asked -> {
            vertx.cancelTimer(timer);
            if (asked.succeeded()) {
                answer.tryComplete(asked.result());
            } else {
                answer.tryFail(new RoutersAway("no router answers at present: " + asked.cause()));
            }
        });
        return answer.future().toCompletionStage();
    }

    private <Q, A> Future<A> ask(int index, MethodDescriptor<Q, A> method, Q message) {
        Future<A> asked =
                client.call(addresses.get(index), method, request -> request.end(message), RouterCalls::onlyMessage);
        return index + 1 < addresses.size() ? asked.recover(_ -> ask(index + 1, method, message)) : asked;
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
                promise.tryFail("status " + response.status() + ": " + response.statusMessage());
            }
        });
        return promise.future();
    }

    private static SocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        try {
            return SocketAddress.inetSocketAddress(
                    Integer.parseInt(text.substring(colon + 1)), text.substring(0, Math.max(0, colon)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "cortado.accounting.routers.addresses: '" + text + "' is not host:port", e);
        }
    }
}
