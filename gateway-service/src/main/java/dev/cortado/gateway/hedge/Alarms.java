package dev.cortado.gateway.hedge;

import java.time.Duration;

/// Wakes up later, on the caller's event loop.
@FunctionalInterface
public interface Alarms {

    Alarm after(Duration delay, Runnable action);

    /// One that was set.
    @FunctionalInterface
    interface Alarm {

        /// Without effect once it has rung.
        void cancel();
    }
}
