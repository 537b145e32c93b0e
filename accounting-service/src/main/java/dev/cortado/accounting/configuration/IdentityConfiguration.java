package dev.cortado.accounting.configuration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// How organisations and their people reach Keycloak. The realm is the one of the tokens' issuer
/// (`quarkus.oidc.auth-server-url`). Defaults are pinned by a test.
@ConfigMapping(prefix = "cortado.accounting.identity")
public interface IdentityConfiguration {

    /// `keycloak`: with the realm's service account; `none`: by hand, the tasks say what is to be done.
    @WithDefault("none")
    Provisioning provisioning();

    /// The service account's client.
    @WithDefault("cortado-accounting")
    String clientId();

    /// Its secret; needed where provisioning is `keycloak`.
    Optional<String> clientSecret();

    /// How often it is asked whether a task is due.
    @WithDefault("PT1S")
    Duration interval();

    /// Tasks taken at once.
    @WithDefault("8")
    int tasksMax();

    /// Longest time for one attempt of a task.
    @WithDefault("PT30S")
    Duration attemptMax();

    /// Pause after the first failure; it doubles with each, less up to a half at random.
    @WithDefault("PT1S")
    Duration retryMin();

    /// Longest pause.
    @WithDefault("PT5M")
    Duration retryMax();

    /// Attempts after which a failure that Keycloak answered is final; one that cannot be reached is waited for.
    @WithDefault("50")
    int attemptsMax();

    /// How long finished tasks are kept: they name people.
    @WithDefault("P90D")
    Duration tasksKept();

    /// Longest time for an answer that lists members.
    @WithDefault("PT5S")
    Duration listMax();

    /// Who makes it so.
    enum Provisioning {
        KEYCLOAK,
        NONE
    }
}
