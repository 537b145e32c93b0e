package dev.cortado.accounting.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AccountingConfigurationTest {

    @Test
    void defaults_arePinned() {
        AccountingConfiguration configuration = new SmallRyeConfigBuilder()
                .withMapping(AccountingConfiguration.class)
                .build()
                .getConfigMapping(AccountingConfiguration.class);
        assertEquals(Duration.ofSeconds(15), configuration.sessionTimeToLive());
        assertEquals(Duration.ofSeconds(35), configuration.sessionLifeShort());
        assertEquals(Duration.ofMinutes(10), configuration.sessionLifeLong());
        assertEquals(Duration.ofSeconds(1), configuration.skewMax());
        assertEquals(Duration.ofMillis(50), configuration.recallWait());
        assertEquals(Duration.ofMinutes(10), configuration.windowAhead());
        assertEquals(Duration.ofSeconds(1), configuration.lifeInterval());
        assertEquals(32, configuration.fencesMax());
        assertEquals(256, configuration.rerunsMax());
        assertEquals(Duration.ofHours(1), configuration.rerunsWatched());
        assertEquals(256, configuration.hedgesMax());
        assertEquals(Duration.ofHours(1), configuration.hedgesWatched());
        assertEquals(500, configuration.leasesClosedMax());
        assertEquals(7, configuration.usageDaysAhead());
        assertEquals(Duration.ofHours(24), configuration.quarantineMax());
        assertEquals(Duration.ofHours(1), configuration.leaseAnswersKept());
        assertEquals(Duration.ofHours(24), configuration.idempotentWritesKept());
        assertEquals(Duration.ofDays(35), configuration.shortWindowsKept());
        assertEquals(20_000, configuration.windowsForgottenMax());
        assertEquals(Duration.ofSeconds(5), configuration.postingRetryMax());
        assertEquals(2, configuration.postingLanes());
        assertEquals(Duration.ofSeconds(10), configuration.topicSettingsInterval());
        assertEquals(Duration.ofSeconds(3), configuration.topicSettingsTimeMax());
        assertEquals(64, configuration.limitsPerNodeMax());
        assertEquals(1_000, configuration.reportRowsMax());
    }
}
