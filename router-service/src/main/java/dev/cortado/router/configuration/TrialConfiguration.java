package dev.cortado.router.configuration;

import io.smallrye.config.WithDefault;

/// Keys under `cortado.router.trial`: how another policy is judged from the log.
public interface TrialConfiguration {

    /// Rated decisions of the organisation that are read, those rated last.
    @WithDefault("10000")
    int decisionsMax();

    /// Rated decisions that must tell something; below, nothing is said.
    @WithDefault("100")
    int ratingsMin();

    /// As many choices of equal weight must what the log says of the other policy be worth; below, nothing is said.
    @WithDefault("30")
    int effectiveMin();
}
