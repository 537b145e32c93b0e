package dev.cortado.router.configuration;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Keys under `cortado.router.profile`.
public interface ProfileConfiguration {

    /// UTF-8 bytes of a profile's text at most.
    @WithDefault("32768")
    int textBytesMax();

    /// Profiles that an organisation may have.
    @WithDefault("100")
    int profilesMax();

    /// Versions that a profile may have.
    @WithDefault("1000")
    int versionsMax();

    /// How old a profile in memory may be before the database is asked again: how long a version registered or removed
    /// through another router may stay unheard.
    @WithDefault("2s")
    Duration refresh();

    /// How long a request waits for that where the profile is in memory; then it goes by what is there.
    @WithDefault("200ms")
    Duration lookUpMax();

    /// Profiles in memory at most.
    @WithDefault("1000")
    int keptMax();

    /// How long a node may take to count a profile's tokens.
    @WithDefault("2s")
    Duration countTimeout();
}
