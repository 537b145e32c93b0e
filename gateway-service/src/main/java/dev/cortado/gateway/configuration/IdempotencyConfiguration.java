package dev.cortado.gateway.configuration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long requests with an `Idempotency-Key` are remembered.
@ConfigMapping(prefix = "cortado.gateway.idempotency")
public interface IdempotencyConfiguration {

    /// Characters of a key; at most 1,024.
    @WithDefault("255")
    int keyCharactersMax();

    /// How long a key and its answer are kept.
    @WithDefault("24H")
    Duration retention();

    /// How long a gateway that went silent keeps its claim on a key. Longer than any request may take:
    /// `cortado.gateway.attempts-max` times the longest attempt, which is the 30 s within which it must start, the
    /// 300 s within which it must finish, and what is added for routing, overtime and settling.
    @WithDefault("20M")
    Duration claimLifetime();

    /// How often a request whose answer was lost is run again. What the runs cost beyond the dearest is the operator's,
    /// also where a client left just before the end.
    @WithDefault("1")
    int rerunsMax();

    /// What `Retry-After` says while the first request of a key runs.
    @WithDefault("1S")
    Duration retryAfter();

    /// For each word of the database; a request with a key is answered 503 when it passes.
    @WithDefault("2S")
    Duration storeTimeout();

    /// How often rows past their retention are deleted.
    @WithDefault("1M")
    Duration deleteEvery();

    /// Rows that one deletion takes.
    @WithDefault("1000")
    int deleteMax();

    /// Pause before the database is tried again at start.
    @WithDefault("1S")
    Duration retryEvery();
}
