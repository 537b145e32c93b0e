package dev.cortado.router.health;

import dev.cortado.contracts.unit.NodeId;
import java.time.Duration;

/// Told which nodes are left out, for metrics and the log.
public interface HealthWatcher {

    /// @param failures of so many attempts in the window
    /// @param ejectedFor after which a probe may follow
    void ejected(NodeId node, int failures, int attempts, Duration ejectedFor);

    /// A probe succeeded.
    void returned(NodeId node);
}
