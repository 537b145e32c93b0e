package dev.cortado.accounting.configuration;

import dev.cortado.accounting.session.SessionRules;
import jakarta.enterprise.context.ApplicationScoped;

/// Configuration as the rules of features.
@ApplicationScoped
public class Rules {

    private final AccountingConfiguration configuration;

    Rules(AccountingConfiguration configuration) {
        this.configuration = configuration;
    }

    public SessionRules sessions() {
        return new SessionRules(
                configuration.sessionTimeToLive(),
                configuration.sessionLifeShort(),
                configuration.sessionLifeLong(),
                configuration.skewMax());
    }
}
