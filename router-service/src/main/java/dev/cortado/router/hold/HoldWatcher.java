package dev.cortado.router.hold;

import java.time.Duration;

/// Told what passes between this router and accounting about leases, for metrics.
public interface HoldWatcher {

    /// A lease message was answered.
    void leaseAnswered(Duration roundTrip);

    /// A lease message was not answered, or refused whole.
    void leaseFailed(String why);
}
