package dev.cortado.router.hold;

import java.time.Duration;

/// Hears nothing.
public final class SilentHoldWatcher implements HoldWatcher {

    @Override
    public void leaseAnswered(Duration roundTrip) {}

    @Override
    public void leaseFailed(String why) {}
}
