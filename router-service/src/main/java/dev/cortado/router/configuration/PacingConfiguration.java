package dev.cortado.router.configuration;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Keys under `cortado.router.pacing`: how money is made to last its period.
public interface PacingConfiguration {

    /// Whether a budget that would not last raises what a further step in utility must bring. Without it money is spent
    /// by the exchange rate alone, and may be gone before its period is.
    @WithDefault("true")
    boolean enabled();

    /// Recent requests that a budget's shadow price is solved from; at least 2.
    @WithDefault("1000")
    int windowRequests();

    /// Limits whose recent requests are kept in mind, some 8 KB each; of more, the one not charged for longest is
    /// forgotten.
    @WithDefault("5000")
    int limitsMax();

    /// How long the money of a limit that never renews is to last, at any moment.
    @WithDefault("30d")
    Duration endlessHorizon();
}
