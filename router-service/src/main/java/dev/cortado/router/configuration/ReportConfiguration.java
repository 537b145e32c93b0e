package dev.cortado.router.configuration;

import io.smallrye.config.WithDefault;

/// Keys under `cortado.router.report`.
public interface ReportConfiguration {

    /// Answered requests that a tenant's report reads, the newest ones; where there are more, it says so.
    @WithDefault("10000")
    int requestsMax();
}
