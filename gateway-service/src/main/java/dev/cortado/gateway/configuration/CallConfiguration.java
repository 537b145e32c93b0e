package dev.cortado.gateway.configuration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long each call to another service may take, and what a client is told where one cannot be reached.
@ConfigMapping(prefix = "cortado.gateway.calls")
public interface CallConfiguration {

    /// Until a connection to another service stands.
    @WithDefault("2S")
    Duration connectTimeout();

    /// For accounting's word on a credential.
    @WithDefault("2S")
    Duration identifyTimeout();

    /// For the identity provider's keys and the check of a JWT.
    @WithDefault("5S")
    Duration verifyTimeout();

    /// For the router's decision, which may ask accounting for a lease.
    @WithDefault("5S")
    Duration routeTimeout();

    /// From when a decision was no longer waited for: how long its answer may still come, to be given back.
    @WithDefault("30S")
    Duration lateAnswers();

    /// For the router's word after an attempt; when it passes, the usage event settles.
    @WithDefault("2S")
    Duration settleTimeout();

    /// For lists of models and decisions.
    @WithDefault("5S")
    Duration lookUpTimeout();

    /// Until a node has accepted or refused an attempt. Longer than the 30 s within which a token must be started.
    @WithDefault("40S")
    Duration acceptTimeout();

    /// How long after an attempt's `finish_by` the gateway still waits for its end. Longer than the 6 s the node has
    /// to make the usage durable.
    @WithDefault("10S")
    Duration overtime();

    /// HTTP/2 connections of one event loop to one service or node.
    @WithDefault("4")
    int connectionsPerEventLoopMax();

    /// Bytes that may be under way on one such connection, all its streams together. One stream has 64 KiB of
    /// them: where clients read slowly, as many streams as fit can be full of what they have not read and hold up
    /// no other.
    @WithDefault("16777216")
    int connectionWindowBytes();

    /// Bytes of one message from another service.
    @WithDefault("4194304")
    int messageBytesMax();

    /// What `Retry-After` says where another service cannot be reached and none is given.
    @WithDefault("2S")
    Duration retryAfter();
}
