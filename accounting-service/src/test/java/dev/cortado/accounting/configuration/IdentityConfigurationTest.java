package dev.cortado.accounting.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdentityConfigurationTest {

    @Test
    void defaults_arePinned() {
        IdentityConfiguration configuration = new SmallRyeConfigBuilder()
                .withMapping(IdentityConfiguration.class)
                .build()
                .getConfigMapping(IdentityConfiguration.class);
        assertEquals(IdentityConfiguration.Provisioning.NONE, configuration.provisioning());
        assertEquals("cortado-accounting", configuration.clientId());
        assertTrue(configuration.clientSecret().isEmpty());
        assertEquals(Duration.ofSeconds(1), configuration.interval());
        assertEquals(8, configuration.tasksMax());
        assertEquals(Duration.ofSeconds(30), configuration.attemptMax());
        assertEquals(Duration.ofSeconds(1), configuration.retryMin());
        assertEquals(Duration.ofMinutes(5), configuration.retryMax());
        assertEquals(50, configuration.attemptsMax());
        assertEquals(Duration.ofDays(90), configuration.tasksKept());
        assertEquals(Duration.ofSeconds(5), configuration.listMax());
    }
}
