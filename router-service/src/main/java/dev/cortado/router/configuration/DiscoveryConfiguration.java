package dev.cortado.router.configuration;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// Keys under `cortado.router.discovery`.
public interface DiscoveryConfiguration {

    /// The Stork service whose instances are inference nodes, described under `quarkus.stork."NAME".service-discovery`.
    /// None: only the nodes that are listed.
    Optional<String> service();

    /// Between two looks at the service's instances.
    @WithDefault("5s")
    Duration interval();

    /// How long a look may take; what was found before stays.
    @WithDefault("10s")
    Duration timeout();

    /// The most nodes that are taken of what is found.
    @WithDefault("256")
    int nodesMax();
}
