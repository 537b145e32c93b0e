package dev.cortado.router.route;

import java.time.Duration;

/// Told how requests fared, for metrics.
public interface RouteWatcher {

    /// @param askedAccounting whether the answer had to wait for accounting
    void routed(RouteOutcome outcome, boolean askedAccounting, Duration took);

    /// A chosen request was held on every limit of its path and placed: the part of routing that money costs.
    ///
    /// @param askedAccounting whether a lease had no room and accounting was waited for
    void admitted(boolean askedAccounting, Duration took);

    /// A hold ended.
    ///
    /// @param how settled, refused, released or abandoned
    void holdEnded(String how, Duration heldFor);
}
