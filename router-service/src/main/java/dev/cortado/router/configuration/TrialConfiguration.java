package dev.cortado.router.configuration;

import io.smallrye.config.WithDefault;

/// Keys under `cortado.router.trial`: how another policy is judged from the log, and the arms of a trial compared.
public interface TrialConfiguration {

    /// Decisions of the organisation that are read: rated ones for an estimate, those rated last; those of a trial for
    /// a comparison, the newest.
    @WithDefault("10000")
    int decisionsMax();

    /// Rated decisions that must tell something; below, nothing is said.
    @WithDefault("100")
    int ratingsMin();

    /// As many choices of equal weight must what the log says of the other policy be worth; below, nothing is said.
    @WithDefault("30")
    int effectiveMin();
}
