package dev.cortado.gateway.client;

import dev.cortado.gateway.configuration.CallConfiguration;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// One gRPC client for each event loop, so that a request, its calls and their answers stay on one thread.
@ApplicationScoped
public class EventLoopClients {

    private final Vertx vertx;
    private final CallConfiguration configuration;
    private final ThreadLocal<GrpcClient> ofThread = ThreadLocal.withInitial(this::open);
    private final Queue<GrpcClient> all = new ConcurrentLinkedQueue<>();

    EventLoopClients(Vertx vertx, CallConfiguration configuration) {
        this.vertx = vertx;
        this.configuration = configuration;
    }

    /// The client of the calling event loop.
    GrpcClient current() {
        return ofThread.get();
    }

    private GrpcClient open() {
        HttpClientOptions transport = new HttpClientOptions()
                // HTTP/2 from the first byte: accounting's server does not speak the upgrade from HTTP/1.1.
                .setHttp2ClearTextUpgrade(false)
                .setConnectTimeout((int) configuration.connectTimeout().toMillis())
                .setHttp2ConnectionWindowSize(configuration.connectionWindowBytes())
                .setHttp2MaxPoolSize(configuration.connectionsPerEventLoopMax());
        GrpcClient client = GrpcClient.client(
                vertx,
                new GrpcClientOptions()
                        .setTransportOptions(transport)
                        .setMaxMessageSize(configuration.messageBytesMax()));
        all.add(client);
        return client;
    }

    @PreDestroy
    void close() {
        all.forEach(GrpcClient::close);
    }
}
