package dev.cortado.router.route;

import java.time.Duration;

/// Told how requests fared, for metrics.
public interface RouteWatcher {

    void routed(RouteOutcome outcome, Duration took);

    /// A hold ended.
    ///
    /// @param how settled, refused, released or abandoned
    void holdEnded(String how, Duration heldFor);
}
