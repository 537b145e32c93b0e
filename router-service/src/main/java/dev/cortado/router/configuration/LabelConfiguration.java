package dev.cortado.router.configuration;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Keys under `cortado.router.label`: labels from outside that predictors learn from.
public interface LabelConfiguration {

    /// How long a set is kept after it was imported; then it is deleted, and the next predictor is made without it.
    @WithDefault("365d")
    Duration retention();

    /// Prompts of all sets together: while a predictor is made each takes some ten kilobytes of the router's heap.
    @WithDefault("5000")
    int promptsMax();

    /// Sets that are kept.
    @WithDefault("100")
    int setsMax();
}
