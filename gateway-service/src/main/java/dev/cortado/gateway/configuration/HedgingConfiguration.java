package dev.cortado.gateway.configuration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// A second attempt at another node beside one whose first token is late: the first token wins.
@ConfigMapping(prefix = "cortado.gateway.hedging")
public interface HedgingConfiguration {

    /// Whether requests are hedged.
    @WithDefault("false")
    boolean enabled();

    /// Quantile of a variant's recent first-token times in a pool after which its first token is late, above 0 and
    /// below 1.
    @WithDefault("0.95")
    double quantile();

    /// Before which it never is.
    @WithDefault("100ms")
    Duration delayMin();

    /// Over which first-token times count.
    @WithDefault("10m")
    Duration window();

    /// First-token times of a variant in a pool before which none of its attempts is hedged.
    @WithDefault("50")
    int samplesMin();

    /// Share of requests that may be hedged at most, 0 to 1, so that overload is not doubled.
    @WithDefault("0.05")
    double shareMax();

    /// Hedges that may follow each other when none was made for long.
    @WithDefault("10")
    int burstMax();
}
