package dev.cortado.router.configuration;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Keys under `cortado.router.node`.
public interface NodeConfiguration {

    /// A node whose last report is older is not used.
    @WithDefault("3s")
    Duration reportAgeMax();

    /// How long a node that refused for want of capacity is left alone.
    @WithDefault("1s")
    Duration avoidFor();

    /// Before the first try to reach a lost node or accounting's pushes again; doubles with each.
    @WithDefault("100ms")
    Duration reconnectFirst();

    /// Between such tries at most: about half of it is added to the time that a restarted node takes to serve again.
    @WithDefault("500ms")
    Duration reconnectMax();
}
