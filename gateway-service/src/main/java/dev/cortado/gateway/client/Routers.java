package dev.cortado.gateway.client;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.gateway.configuration.RoutersConfiguration;
import dev.cortado.gateway.route.RouterHealth;
import dev.cortado.gateway.route.RouterOrder;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// Where the routers are, in the order in which an organisation asks them.
@ApplicationScoped
public class Routers {

    private final List<Peer> peers;
    private final RouterOrder order;
    private final RouterHealth health;

    /// One router.
    ///
    /// @param name as configured, `host:port`
    record Peer(int index, String name, SocketAddress address) {}

    Routers(RoutersConfiguration configuration) {
        List<String> names =
                configuration.addresses().stream().map(String::strip).toList();
        this.order = new RouterOrder(names);
        this.peers = names.stream()
                .map(name -> new Peer(names.indexOf(name), name, UnaryCalls.address(name)))
                .toList();
        this.health = new RouterHealth(names.size(), configuration.avoidFor(), System::nanoTime);
    }

    /// Those that answer, the organisation's preferred one first, then those that did not lately.
    List<Peer> of(OrganisationId organisation) {
        return peers.size() == 1
                ? peers
                : health.wellFirst(order.of(organisation)).stream()
                        .map(peers::get)
                        .toList();
    }

    SocketAddress address(String name) {
        return peers.stream()
                .filter(peer -> peer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no router " + name))
                .address();
    }

    void answered(Peer router) {
        health.answered(router.index());
    }

    /// @param nanos by [System#nanoTime]
    boolean answeredSince(Peer router, long nanos) {
        return health.answeredSince(router.index(), nanos);
    }

    /// A look-up failed. Only a router that could not be reached is lost by it: one that is slow to make a report, or
    /// cannot read its decisions, may route as well as ever.
    void lookUpFailed(Peer router, Throwable failure) {
        if (UnaryCalls.isUnreached(failure)) {
            lost(router);
        }
    }

    void lost(Peer router) {
        health.lost(router.index());
    }
}
