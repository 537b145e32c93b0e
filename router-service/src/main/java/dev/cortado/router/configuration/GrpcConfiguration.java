package dev.cortado.router.configuration;

import io.smallrye.config.WithDefault;

/// Keys under `cortado.router.grpc`.
public interface GrpcConfiguration {

    /// Address to listen on.
    @WithDefault("127.0.0.1")
    String host();

    /// Port to listen on; 0 for any that is free.
    @WithDefault("27402")
    int port();

    /// Event loops that serve.
    @WithDefault("2")
    int eventLoops();

    /// The longest message taken, in bytes. A set of labels is one.
    @WithDefault("6291456")
    int messageBytesMax();
}
