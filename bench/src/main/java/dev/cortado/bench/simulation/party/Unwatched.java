package dev.cortado.bench.simulation.party;

import dev.cortado.contracts.unit.NodeId;
import dev.cortado.router.health.HealthWatcher;
import dev.cortado.router.hold.HoldWatcher;
import dev.cortado.router.route.RouteOutcome;
import dev.cortado.router.route.RouteWatcher;
import java.time.Duration;

/// A history judges by what is done, not by metrics.
final class Unwatched implements HoldWatcher, RouteWatcher, HealthWatcher {

    @Override
    public void leaseAnswered(Duration roundTrip) {}

    @Override
    public void ejected(NodeId node, int failures, int attempts, Duration ejectedFor) {}

    @Override
    public void returned(NodeId node) {}

    @Override
    public void leaseFailed(String why) {}

    @Override
    public void routed(RouteOutcome outcome, boolean askedAccounting, Duration took) {}

    @Override
    public void admitted(boolean askedAccounting, Duration took) {}

    @Override
    public void holdEnded(String how, Duration heldFor) {}
}
