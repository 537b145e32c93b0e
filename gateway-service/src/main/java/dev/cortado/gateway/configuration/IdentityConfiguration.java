package dev.cortado.gateway.configuration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long answers about credentials are kept.
@ConfigMapping(prefix = "cortado.gateway.identity")
public interface IdentityConfiguration {

    /// Answers kept at most.
    @WithDefault("10000")
    int cacheEntriesMax();

    /// How long a credential's tenant is kept. Revocations are pushed and void it at once; this bounds how long a
    /// revoked key can work while the push is cut off, and how long a known one works while accounting is away.
    @WithDefault("60S")
    Duration cacheLifetime();

    /// How long a refusal is kept.
    @WithDefault("5S")
    Duration cacheRefusalLifetime();

    /// Pause before the push of revocations is asked for again after it broke.
    @WithDefault("1S")
    Duration watchPause();
}
