package dev.cortado.router.health;

import dev.cortado.contracts.unit.NodeId;
import java.time.Duration;

/// Hears nothing.
public final class SilentHealthWatcher implements HealthWatcher {

    @Override
    public void ejected(NodeId node, int failures, int attempts, Duration ejectedFor) {}

    @Override
    public void returned(NodeId node) {}
}
