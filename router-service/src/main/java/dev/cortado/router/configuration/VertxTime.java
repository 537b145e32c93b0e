package dev.cortado.router.configuration;

import dev.cortado.router.time.Time;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/// Real clocks (the wall clock with the configured offset), and timers on the event loops.
@Singleton
final class VertxTime implements Time {

    private final Vertx vertx;
    private final Duration clockOffset;

    VertxTime(Vertx vertx, RouterConfiguration configuration) {
        this.vertx = vertx;
        this.clockOffset = configuration.clockOffset();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Instant wall() {
        return Instant.now().plus(clockOffset);
    }

    @Override
    public Alarm after(Duration delay, Runnable action) {
        long timer = vertx.setTimer(Math.max(1, delay.toMillis()), _ -> action.run());
        return () -> vertx.cancelTimer(timer);
    }
}
