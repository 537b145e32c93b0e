package dev.cortado.router.configuration;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Keys under `cortado.router.attempt`: how long each step of an attempt may take, from its placing.
public interface AttemptConfiguration {

    /// Until the node starts it.
    @WithDefault("30s")
    Duration startWithin();

    /// Until the last token.
    @WithDefault("300s")
    Duration finishWithin();

    /// From the last token until its usage is in the log.
    @WithDefault("6s")
    Duration publishWithin();
}
