package dev.cortado.router.client;

import dev.cortado.router.configuration.RouterConfiguration;
import dev.cortado.router.fleet.Roster;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.stork.Stork;
import io.smallrye.stork.api.Service;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/// Looks regularly which inference nodes there are, by DNS, in Kubernetes, or wherever else Stork can look. A look that
/// fails changes nothing.
@Singleton
final class NodeDiscovery {

    private static final Logger LOG = Logger.getLogger(NodeDiscovery.class);

    private final Vertx vertx;
    private final RouterConfiguration configuration;
    private final NodeWatchers watchers;
    private final Roster roster;
    private volatile long timer = -1;

    NodeDiscovery(Vertx vertx, RouterConfiguration configuration, NodeWatchers watchers) {
        this.vertx = vertx;
        this.configuration = configuration;
        this.watchers = watchers;
        this.roster = new Roster(
                configuration.nodes().orElse(List.of()),
                configuration.discovery().nodesMax());
    }

    /// @throws IllegalStateException if the service is not described
    void start(@Observes StartupEvent event) {
        configuration.discovery().service().ifPresent(name -> {
            Service service = Stork.getInstance()
                    .getServiceOptional(name)
                    .orElseThrow(() -> new IllegalStateException("cortado.router.discovery.service is '" + name
                            + "', but nothing says how to find it: set quarkus.stork.\"" + name
                            + "\".service-discovery.type (dns or kubernetes) and what belongs to it"));
            Looks looks = new Looks(service, configuration.discovery().timeout(), this::found);
            looks.look();
            timer = vertx.setPeriodic(configuration.discovery().interval().toMillis(), _ -> looks.look());
        });
    }

    void stop(@Observes ShutdownEvent event) {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
        }
    }

    private void found(List<String> addresses) {
        Roster.Change change = roster.found(addresses);
        if (change.dropped() > 0 && !change.joined().isEmpty()) {
            LOG.warnf("%d found nodes are left out by cortado.router.discovery.nodes-max", change.dropped());
        }
        watchers.change(change, roster.watched());
    }
}
