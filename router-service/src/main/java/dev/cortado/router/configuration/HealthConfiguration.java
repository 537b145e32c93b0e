package dev.cortado.router.configuration;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Keys under `cortado.router.health`: when a node that fails attempts is left out. A failure is a node that could not
/// be reached, went away, overran its time or whose engine broke; never a client's error, a refusal or a cancelled
/// attempt.
public interface HealthConfiguration {

    /// Failed attempts, none succeeding between, that eject a node.
    @WithDefault("3")
    int failuresInRow();

    /// Over which the share of failures is counted.
    @WithDefault("30s")
    Duration window();

    /// Attempts within the window that succeeded or failed, before their share says anything.
    @WithDefault("10")
    int attemptsMin();

    /// Percent of the window's attempts that eject a node.
    @WithDefault("50")
    int failureSharePercent();

    /// How long a first ejection lasts; each that follows lasts twice as long.
    @WithDefault("2s")
    Duration ejectedFirst();

    /// How long one lasts at most; after as long without one, the next is a first one again.
    @WithDefault("60s")
    Duration ejectedMax();

    /// Percent of the nodes that serve a variant, rounded down, that may be left out at once: 0 to 99.
    @WithDefault("50")
    int ejectedSharePercent();

    /// How long the outcome of a probe is waited for before another attempt may be the probe.
    @WithDefault("10s")
    Duration probeWithin();
}
