package dev.cortado.router.configuration;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Keys under `cortado.router.usage-log`.
public interface UsageLogConfiguration {

    /// Topic of usage events, ticks and abandoned attempts.
    @WithDefault("usage.v1")
    String topic();

    /// How far before this process's start, or before the oldest attempt that is open in the store, reading begins.
    @WithDefault("10s")
    Duration lookBack();

    /// Before a failed connection to the brokers is tried again.
    @WithDefault("1s")
    Duration retryEvery();

    /// Abandoned attempts that wait for the log at most; more are not told, which only delays accounting.
    @WithDefault("10000")
    int abandonedQueueMax();
}
