package dev.cortado.bench.admission;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cortado.contracts.v1.RouteReply;
import dev.cortado.contracts.v1.RouteRequest;
import dev.cortado.contracts.v1.Routed;
import dev.cortado.contracts.v1.SettleRequest;
import dev.cortado.contracts.v1.TenantPath;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientOptions;
import io.vertx.grpc.common.GrpcReadStream;
import io.vertx.grpc.common.ServiceName;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

/// The router's calls, as gateways make them: `Route`, and a while later `Settle` with what the node would have signed.
/// One event loop, two connections, messages encoded beforehand.
final class RouteCalls implements AutoCloseable {

    static final int PROMPT_BYTES = 400;
    static final int COMPLETION_TOKENS = 64;

    private static final ServiceName ROUTER = ServiceName.create("cortado.v1.RouterService");
    private static final int CONNECTIONS = 2;
    private static final long SETTLE_AFTER_MILLIS = 50;

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    private final Context loop = vertx.getOrCreateContext();
    private final List<GrpcClient> clients;
    private final SocketAddress router;
    private final List<Buffer> requests;
    private final Function<Routed, SettleRequest> node;
    private int turn;

    /// @param tenants who calls, by their places
    /// @param node what a node does of an attempt, and signs for it
    RouteCalls(int routerPort, List<Tenant> tenants, String model, Function<Routed, SettleRequest> node) {
        this.router = SocketAddress.inetSocketAddress(routerPort, "127.0.0.1");
        this.requests = tenants.stream()
                .map(tenant -> Buffer.buffer(request(tenant, model).toByteArray()))
                .toList();
        this.node = node;
        HttpClientOptions transport =
                new HttpClientOptions().setHttp2ClearTextUpgrade(false).setHttp2MaxPoolSize(1);
        this.clients = IntStream.range(0, CONNECTIONS)
                .mapToObj(_ -> GrpcClient.client(vertx, new GrpcClientOptions().setTransportOptions(transport)))
                .toList();
    }

    private static RouteRequest request(Tenant tenant, String model) {
        return RouteRequest.newBuilder()
                .setTenant(TenantPath.newBuilder()
                        .setOrganisationId(tenant.organisation())
                        .setTeamId(tenant.team())
                        .setProjectId(tenant.project())
                        .setKeyId(tenant.keyId()))
                .setModel(model)
                .setPromptBytes(PROMPT_BYTES)
                .setMessageCount(1)
                .setCompletionTokensMax(COMPLETION_TOKENS)
                .setCompletionTokensSetByClient(true)
                .setRequestId("bench")
                .build();
    }

    /// Routes a request of this tenant; its latency counts from when it was due.
    void route(int tenant, long dueNanos, Latencies latencies) {
        latencies.begins();
        loop.runOnContext(_ -> call("Route", requests.get(tenant))
                .onSuccess(reply -> routed(reply, dueNanos, latencies))
                .onFailure(failure -> latencies.failed(String.valueOf(failure.getMessage()))));
    }

    private void routed(Buffer bytes, long dueNanos, Latencies latencies) {
        RouteReply reply;
        try {
            reply = RouteReply.parseFrom(bytes.getBytes());
        } catch (InvalidProtocolBufferException e) {
            latencies.failed("not a reply");
            return;
        }
        if (!reply.hasRouted()) {
            latencies.failed(
                    reply.getRefused().getReason() + ": " + reply.getRefused().getMessage());
            return;
        }
        latencies.answered(dueNanos, reply.getAskedAccounting());
        vertx.setTimer(
                SETTLE_AFTER_MILLIS,
                _ -> call("Settle", Buffer.buffer(node.apply(reply.getRouted()).toByteArray())));
    }

    private Future<Buffer> call(String method, Buffer message) {
        return clients.get(turn++ % CONNECTIONS)
                .request(router)
                .compose(request -> request.serviceName(ROUTER)
                        .methodName(method)
                        .send(message)
                        .compose(GrpcReadStream::last));
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
