package dev.cortado.gateway.client;

import dev.cortado.contracts.v1.IdentityChanged;
import dev.cortado.contracts.v1.WatchIdentitiesRequest;
import dev.cortado.gateway.authenticate.IdentityCache;
import dev.cortado.gateway.configuration.IdentityConfiguration;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcReadStream;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Listens to accounting for keys and tenants that changed, and voids what is cached of them. Reconnects for ever.
@ApplicationScoped
public class IdentityWatch {

    private static final Logger LOG = Logger.getLogger(IdentityWatch.class);

    private final Vertx vertx;
    private final EventLoopClients clients;
    private final IdentityCache cache;
    private final IdentityConfiguration configuration;
    private final SocketAddress address;
    private volatile boolean stopped;
    private volatile @Nullable GrpcClientRequest<WatchIdentitiesRequest, IdentityChanged> current;

    IdentityWatch(
            Vertx vertx,
            EventLoopClients clients,
            IdentityCache cache,
            IdentityConfiguration configuration,
            @ConfigProperty(name = "cortado.accounting.address", defaultValue = "127.0.0.1:27404") String address) {
        this.vertx = vertx;
        this.clients = clients;
        this.cache = cache;
        this.configuration = configuration;
        this.address = UnaryCalls.address(address);
    }

    void start(@Observes StartupEvent event) {
        vertx.getOrCreateContext().runOnContext(_ -> watch());
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        var open = current;
        if (open != null) {
            open.cancel();
        }
    }

    private void watch() {
        if (stopped) {
            return;
        }
        clients.current()
                .request(address, Methods.WATCH_IDENTITIES)
                .compose(this::open)
                .compose(this::listen)
                .onComplete(ended -> {
                    if (!stopped) {
                        LOG.debugf("the watch of identities ended: %s", ended.cause());
                        vertx.setTimer(configuration.watchPause().toMillis(), _ -> watch());
                    }
                });
    }

    private Future<GrpcClientResponse<WatchIdentitiesRequest, IdentityChanged>> open(
            GrpcClientRequest<WatchIdentitiesRequest, IdentityChanged> request) {
        current = request;
        return request.send(WatchIdentitiesRequest.getDefaultInstance());
    }

    private Future<Void> listen(GrpcReadStream<IdentityChanged> changes) {
        changes.handler(this::changed);
        return changes.end();
    }

    private void changed(IdentityChanged change) {
        if (!change.getPublicId().isEmpty()) {
            cache.forgetKey(change.getPublicId());
        } else if (!change.getNodeId().isEmpty()) {
            cache.forgetNode(change.getNodeId());
        } else {
            cache.forgetAll();
        }
    }
}
