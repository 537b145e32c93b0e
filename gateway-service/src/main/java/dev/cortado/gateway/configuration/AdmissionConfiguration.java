package dev.cortado.gateway.configuration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How much the gateway takes on at once, and how patient it is with a client that sends.
@ConfigMapping(prefix = "cortado.gateway.admission")
public interface AdmissionConfiguration {

    /// Bytes of a request's body.
    @WithDefault("4194304")
    int bodyBytesMax();

    /// Bytes of the body of a rating.
    @WithDefault("16384")
    int feedbackBodyBytesMax();

    /// How long a body may take to arrive.
    @WithDefault("30S")
    Duration bodyTimeout();

    /// Characters of the credential in the Authorization header.
    @WithDefault("8192")
    int credentialCharactersMax();

    /// Requests that run at once in this process.
    @WithDefault("1024")
    int concurrentRequestsMax();

    /// Requests that run at once for one organisation in this process.
    @WithDefault("256")
    int concurrentRequestsPerOrganisationMax();

    /// What `Retry-After` says where too much runs at once.
    @WithDefault("1S")
    Duration retryAfter();
}
