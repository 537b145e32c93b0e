package dev.cortado.gateway.configuration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/// The routers, and what is done about one that does not answer.
@ConfigMapping(prefix = "cortado.gateway.routers")
public interface RoutersConfiguration {

    /// host:port of each router. Every gateway must be given the same ones, in any order: they decide which router an
    /// organisation prefers.
    @WithDefault("127.0.0.1:27402")
    List<String> addresses();

    /// How long a router that answers nobody may take over a fresh Route before the next one is asked. One
    /// that answers others, and the last one, may take what is left of `cortado.gateway.calls.route-timeout`.
    /// A router may have to ask accounting for a lease.
    @WithDefault("2S")
    Duration failoverAfter();

    /// How long a router that did not answer is asked last.
    @WithDefault("1S")
    Duration avoidFor();
}
