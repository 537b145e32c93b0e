package dev.cortado.accounting.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlertConfigurationTest {

    @Test
    void defaultsOfAlerts_arePinned() {
        AlertConfiguration configuration = new SmallRyeConfigBuilder()
                .withMapping(AlertConfiguration.class)
                .build()
                .getConfigMapping(AlertConfiguration.class);
        assertEquals(Duration.ofSeconds(1), configuration.interval());
        assertEquals(Duration.ofHours(1), configuration.lookback());
        assertEquals(1_000, configuration.raisedMax());
        assertEquals(100, configuration.noticesMax());
        assertEquals(Duration.ofSeconds(30), configuration.sendMax());
        assertEquals(Duration.ofSeconds(1), configuration.retryMin());
        assertEquals(Duration.ofMinutes(1), configuration.retryMax());
        assertEquals(Duration.ofDays(35), configuration.noticesKept());
    }

    @Test
    void defaultsOfWebhooks_arePinned() {
        WebhookConfiguration configuration = new SmallRyeConfigBuilder()
                .withMapping(WebhookConfiguration.class)
                .build()
                .getConfigMapping(WebhookConfiguration.class);
        assertTrue(configuration.sealingKeys().isEmpty());
        assertEquals(Set.of(443, 8443), configuration.ports());
        assertEquals(10, configuration.perOrganisationMax());
        assertEquals(Duration.ofSeconds(1), configuration.interval());
        assertEquals(32, configuration.deliveriesMax());
        assertEquals(Duration.ofSeconds(5), configuration.connectMax());
        assertEquals(Duration.ofSeconds(10), configuration.answerMax());
        assertEquals(65_536, configuration.answerBytesMax());
        assertEquals(Duration.ofSeconds(15), configuration.drainMax());
        assertEquals(Duration.ofSeconds(10), configuration.retryMin());
        assertEquals(Duration.ofHours(1), configuration.retryMax());
        assertEquals(Duration.ofHours(24), configuration.retryFor());
        assertEquals(Duration.ofHours(24), configuration.previousSecretKept());
        assertEquals(Duration.ofDays(35), configuration.deliveriesKept());
    }
}
