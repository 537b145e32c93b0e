package dev.cortado.router.configuration;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Keys under `cortado.router.session`. The session's own times are accounting's to set.
public interface SessionConfiguration {

    /// Between heartbeats.
    @WithDefault("3s")
    Duration heartbeatEvery();

    /// Before a failed registration is tried again; doubles up to `heartbeat-every`.
    @WithDefault("250ms")
    Duration retryFirst();

    /// How long accounting may take to answer a registration, a heartbeat or a drain.
    @WithDefault("2s")
    Duration callTimeout();
}
