package dev.cortado.accounting.configuration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// How webhooks are called. Only public addresses are, and no key changes that. Defaults are pinned by a test.
@ConfigMapping(prefix = "cortado.accounting.webhook")
public interface WebhookConfiguration {

    /// `id:base64[,id:base64]`, each key of 32 bytes: they seal the webhooks' secrets in the database. Without any, no
    /// webhook can be registered.
    Optional<String> sealingKeys();

    /// Ports that may be called.
    @WithDefault("443,8443")
    Set<Integer> ports();

    /// Webhooks of one organisation.
    @WithDefault("10")
    int perOrganisationMax();

    /// How often it is asked whether a delivery is due.
    @WithDefault("PT1S")
    Duration interval();

    /// Deliveries under way at once, of one instance.
    @WithDefault("32")
    int deliveriesMax();

    /// Longest time for a connection.
    @WithDefault("PT5S")
    Duration connectMax();

    /// Longest time from the connection's beginning to the answer's end.
    @WithDefault("PT10S")
    Duration answerMax();

    /// Bytes of an answer that are read, and thrown away; then the connection is closed.
    @WithDefault("65536")
    int answerBytesMax();

    /// How long deliveries under way may go on once accounting is asked to stop; those that have not ended by then are
    /// tried again.
    @WithDefault("PT15S")
    Duration drainMax();

    /// Pause after the first failure; it doubles with each, less up to a half at random.
    @WithDefault("PT10S")
    Duration retryMin();

    /// Longest pause.
    @WithDefault("PT1H")
    Duration retryMax();

    /// How long a delivery is tried before it is dead.
    @WithDefault("PT24H")
    Duration retryFor();

    /// How long the secret before still signs too after a rotation.
    @WithDefault("PT24H")
    Duration previousSecretKept();

    /// How long finished deliveries are kept.
    @WithDefault("P35D")
    Duration deliveriesKept();
}
