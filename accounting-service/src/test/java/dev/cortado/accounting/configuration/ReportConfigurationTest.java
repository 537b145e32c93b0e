package dev.cortado.accounting.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportConfigurationTest {

    @Test
    void defaults_arePinned() {
        ReportConfiguration configuration = new SmallRyeConfigBuilder()
                .withMapping(ReportConfiguration.class)
                .build()
                .getConfigMapping(ReportConfiguration.class);
        assertEquals(Duration.ofSeconds(15), configuration.statementTimeMax());
        assertEquals(4, configuration.concurrentMax());
        assertEquals(500, configuration.streamRows());
        assertEquals(Duration.ofSeconds(30), configuration.readerWaitMax());
        assertEquals(Duration.ofMinutes(10), configuration.timeMax());
        assertEquals(Duration.ofMinutes(25), configuration.verifyTimeMax());
        assertEquals(400, configuration.daysMax());
        assertEquals(6, configuration.groupingsMax());
        assertEquals(5, configuration.forecastElapsedMin());
        assertEquals("Cortado", configuration.providerName());
        assertEquals("Cortado", configuration.hostName());
        assertEquals("Cortado", configuration.invoiceIssuerName());
        assertEquals(Optional.empty(), configuration.regionId());
        assertEquals(Optional.empty(), configuration.regionName());
    }
}
