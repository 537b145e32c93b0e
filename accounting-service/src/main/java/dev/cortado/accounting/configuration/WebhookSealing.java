package dev.cortado.accounting.configuration;

import dev.cortado.accounting.webhook.Sealing;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Optional;

/// The keys that seal webhooks' secrets, if there are any. Keys that cannot be read end the start.
@ApplicationScoped
public class WebhookSealing {

    private final Optional<Sealing> sealing;

    WebhookSealing(WebhookConfiguration configuration) {
        SecureRandom random = new SecureRandom();
        this.sealing = configuration.sealingKeys().map(keys -> Sealing.of(keys, random));
    }

    public Optional<Sealing> sealing() {
        return sealing;
    }
}
