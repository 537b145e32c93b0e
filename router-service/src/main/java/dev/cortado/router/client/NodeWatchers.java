package dev.cortado.router.client;

import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.NodeIncarnation;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.contracts.v1.InferenceServiceGrpc;
import dev.cortado.contracts.v1.NodeReport;
import dev.cortado.contracts.v1.VariantReport;
import dev.cortado.contracts.v1.VariantState;
import dev.cortado.contracts.v1.WatchNodeRequest;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.catalogue.Rates;
import dev.cortado.router.configuration.Meters;
import dev.cortado.router.configuration.RouterConfiguration;
import dev.cortado.router.fleet.Fleet;
import dev.cortado.router.fleet.Node;
import dev.cortado.router.fleet.Occupancy;
import dev.cortado.router.fleet.Roster;
import dev.cortado.router.fleet.VariantLoad;
import dev.cortado.router.grpc.Wire;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Watches the nodes that are listed and those that discovery finds. A node whose stream ends is gone at once.
@Singleton
final class NodeWatchers {

    private static final Logger LOG = Logger.getLogger(NodeWatchers.class);

    private final Vertx vertx;
    private final RouterConfiguration configuration;
    private final Fleet fleet;
    private final Meters meters;
    private final Map<String, Subscription<WatchNodeRequest, NodeReport>> subscriptions = new ConcurrentHashMap<>();

    NodeWatchers(Vertx vertx, RouterConfiguration configuration, Fleet fleet, Meters meters) {
        this.vertx = vertx;
        this.configuration = configuration;
        this.fleet = fleet;
        this.meters = meters;
    }

    void start(@Observes StartupEvent event) {
        List<String> listed = configuration.nodes().orElse(List.of());
        listed.forEach(this::watch);
        meters.watching(fleet, listed);
    }

    void stop(@Observes ShutdownEvent event) {
        subscriptions.values().forEach(Subscription::stop);
    }

    /// Watches and leaves nodes as discovery has it.
    void change(Roster.Change change, Collection<String> watched) {
        if (change.joined().isEmpty() && change.left().isEmpty()) {
            return;
        }
        change.joined().forEach(this::watch);
        change.left().forEach(this::leave);
        meters.watching(fleet, watched);
    }

    private void watch(String address) {
        WatchNodeRequest request =
                WatchNodeRequest.newBuilder().setRouter(configuration.name()).build();
        Subscription.Pauses pauses = new Subscription.Pauses(
                configuration.node().reconnectFirst(),
                configuration.node().reconnectMax(),
                configuration.node().reportAgeMax().multipliedBy(2));
        subscriptions
                .computeIfAbsent(
                        address,
                        at -> new Subscription<>(
                                vertx,
                                new Calls(vertx, at),
                                InferenceServiceGrpc.getWatchNodeMethod(),
                                () -> request,
                                new Reports(at),
                                pauses))
                .open();
    }

    private void leave(String address) {
        Subscription<WatchNodeRequest, NodeReport> left = subscriptions.remove(address);
        if (left != null) {
            left.stop();
            fleet.gone(address);
            LOG.infof("node at %s is no longer among those found", address);
        }
    }

    private final class Reports implements Subscription.Listener<NodeReport> {

        private final String address;
        private boolean known;

        Reports(String address) {
            this.address = address;
        }

        @Override
        public void received(NodeReport report) {
            try {
                fleet.reported(toNode(address, report, System.nanoTime()));
                if (!known) {
                    LOG.infof("node %s at %s joined", report.getNodeId(), address);
                }
                known = true;
            } catch (IllegalArgumentException e) {
                fleet.gone(address);
                LOG.warnf("the report of the node at %s is wrong: %s", address, e.getMessage());
            }
        }

        @Override
        public void lost() {
            fleet.gone(address);
            if (known) {
                LOG.warnf("node at %s is gone", address);
            }
            known = false;
        }
    }

    static Node toNode(String address, NodeReport report, long receivedNanos) {
        Set<Lane> lanes = report.getLanesList().stream().map(Wire::toLane).collect(Collectors.toSet());
        return new Node(
                new NodeId(report.getNodeId()),
                new NodeIncarnation(report.getNodeIncarnation()),
                address,
                new PoolId(report.getPoolId()),
                lanes.isEmpty() ? Set.of(Lane.REALTIME) : lanes,
                report.getVariantsList().stream().map(NodeWatchers::toLoad).toList(),
                report.getDraining(),
                report.getMeteringAvailable(),
                receivedNanos);
    }

    private static VariantLoad toLoad(VariantReport report) {
        return new VariantLoad(
                new VariantId(report.getVariantId()),
                report.getState() == VariantState.VARIANT_STATE_READY,
                TokenCount.of(report.getContextTokensMax()),
                new Occupancy(
                        report.getSlots(), report.getBusySlots(), report.getQueueDepth(), report.getQueueDepthMax()),
                TokenCount.of(report.getTemplateTokensFixed()),
                TokenCount.of(report.getTemplateTokensPerMessage()),
                TokenCount.of(report.getTemplateTokensTools()),
                TokenCount.of(report.getTemplateTokensPerTool()),
                rates(report),
                Set.copyOf(report.getCapabilitiesList()));
    }

    private static @Nullable Rates rates(VariantReport report) {
        boolean measured = report.hasPrefillTokensPerSecond()
                && report.hasDecodeTokensPerSecond()
                && report.getPrefillTokensPerSecond() > 0
                && report.getDecodeTokensPerSecond() > 0;
        return measured ? new Rates(report.getPrefillTokensPerSecond(), report.getDecodeTokensPerSecond()) : null;
    }
}
