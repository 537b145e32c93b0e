package dev.cortado.inference.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private final NodeSettings settings =
            new SmallRyeConfigBuilder().withMapping(NodeSettings.class).build().getConfigMapping(NodeSettings.class);

    @Test
    void defaults_node() {
        assertEquals("cpu-small-1", settings.node());
        assertEquals("cpu-small", settings.pool());
        assertEquals(List.of("smollm2-135m-instruct-q4_1", "qwen2.5-coder-0.5b-instruct-q4_k_m"), settings.variants());
        assertEquals(Duration.ofMillis(500), settings.fileCheckInterval());
        assertTrue(settings.threads().isEmpty());
        assertEquals(10, settings.threadPollLevel());
        assertEquals(1_000_000, settings.usedTokensMax());
        assertEquals(Duration.ofSeconds(30), settings.drainTimeMax());
    }

    @Test
    void defaults_generation() {
        assertEquals(64, settings.batching().queueDepthMax());
        assertEquals(75, settings.batching().tenantShareMaxPercent());
        assertEquals(128, settings.batching().prefillTokens());
        assertEquals(64, settings.batching().prefillTokensShared());
        assertEquals(0.7, settings.sampling().temperature());
        assertEquals(0.95, settings.sampling().topP());
        assertEquals(16, settings.sampling().stopsMax());
        assertEquals(256, settings.sampling().stopCharactersMax());
        assertEquals(1, settings.preparation().threads());
        assertEquals(256, settings.preparation().queueDepthMax());
    }

    @Test
    void defaults_metering() {
        assertEquals("usage.v1", settings.metering().topic());
        assertEquals(Duration.ZERO, settings.metering().linger());
        assertEquals(Duration.ofSeconds(4), settings.metering().deliveryTimeout());
        assertEquals(Duration.ofSeconds(2), settings.metering().silenceMax());
        assertEquals(Duration.ofSeconds(5), settings.metering().closedAfterFailure());
        assertEquals(Duration.ofMillis(500), settings.metering().probeInterval());
        assertEquals(Duration.ofSeconds(1), settings.metering().probeTimeMax());
    }

    @Test
    void defaults_grpc() {
        assertEquals("127.0.0.1", settings.grpc().host());
        assertEquals(27406, settings.grpc().port());
        assertEquals(2, settings.grpc().eventLoops());
        assertEquals(8_388_608, settings.grpc().messageBytesMax());
        assertEquals(64, settings.grpc().eventsUnwrittenMax());
        assertEquals(Duration.ofSeconds(1), settings.grpc().reportInterval());
    }

    @Test
    void catalogue_defaultVariants_areThere() {
        Catalogue catalogue = Catalogue.read(Path.of("../deploy/catalogue.json"));
        for (String id : settings.variants()) {
            assertEquals(8_192, catalogue.plan(id, Path.of("models")).contextTokens());
        }
        String message = String.valueOf(
                assertThrows(IllegalStateException.class, () -> catalogue.plan("no-such", Path.of("models")))
                        .getMessage());
        assertTrue(message.contains("no-such"), message);
        assertThrows(IllegalStateException.class, () -> catalogue.library("plan9-mips"));
        assertThrows(IllegalStateException.class, () -> Catalogue.read(Path.of("missing.json")));
    }
}
