package dev.cortado.router.configuration;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Keys under `cortado.router.slack`: what leases of the short session keep idle, so that a hold need not wait for
/// accounting. They aim at what was held in the last one to two stretches.
public interface SlackConfiguration {

    /// Over which holds are counted.
    @WithDefault("5s")
    Duration stretch();

    /// How long after a hold room for one more is kept.
    @WithDefault("10s")
    Duration idleAfter();

    /// Percent of what is free of a limit, that one lease may keep idle. 0: nothing is kept, every hold is asked for.
    @WithDefault("10")
    int sharePercent();

    /// How long a renewal waits for others to travel with.
    @WithDefault("2ms")
    Duration renewAfter();

    /// How often idle room is looked at.
    @WithDefault("500ms")
    Duration reviewEvery();

    /// How long a lease keeps nothing after accounting called its room back.
    @WithDefault("1s")
    Duration recallPause();

    /// How long before a window begins its limit is leased, at the earliest; at half of it at the latest.
    @WithDefault("10s")
    Duration ahead();
}
