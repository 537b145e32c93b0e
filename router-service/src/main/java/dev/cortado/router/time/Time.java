package dev.cortado.router.time;

import java.time.Duration;
import java.time.Instant;

/// The clocks a router reads and the timers it sets. Real time in the service, virtual time under test.
public interface Time {

    /// Monotonic nanoseconds; only differences mean anything.
    long nanos();

    /// The wall clock, which may jump.
    Instant wall();

    /// Runs an action once, after a delay, unless cancelled before.
    Alarm after(Duration delay, Runnable action);

    /// A timer that was set.
    interface Alarm {
        /// Does nothing if the action ran already.
        void cancel();
    }
}
