package dev.cortado.local.supervise;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.local.part.PartPlan;
import dev.cortado.local.part.StackPlan;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.settings.DataDirectory;
import dev.cortado.local.settings.PartPort;
import dev.cortado.local.settings.Places;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Settings;
import dev.cortado.local.settings.SettingsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LifecycleTest {
    @TempDir
    private Path directory;

    /// The one part is external, so that nothing but the last two ports matters.
    @Test
    void checkPorts_portOfTheStartCache_isNamed_unlessCachesAreOff() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int base = taken.getLocalPort() - PartPort.REHEARSAL_SECOND.in(0);
            Settings settings = Settings.standard(Places.here())
                    .with(SettingKey.DATA_DIR, directory.toString())
                    .with(SettingKey.PARTS, "kafka")
                    .with(SettingKey.KAFKA_BOOTSTRAP_SERVERS, "kafka.example:9092")
                    .with(SettingKey.PORT_BASE, Integer.toString(base));

            String message =
                    String.valueOf(assertThrows(SettingsException.class, () -> Lifecycle.checkPorts(shop(settings)))
                            .getMessage());
            assertTrue(message.contains("port " + taken.getLocalPort() + " (start cache)"), message);
            assertDoesNotThrow(() -> Lifecycle.checkPorts(shop(settings.with(SettingKey.START_CACHE, "false"))));
        }
    }

    @Test
    void partsOfAStack_areThoseThatTheSettingNames() throws IOException {
        Settings settings = Settings.standard(Places.here()).with(SettingKey.DATA_DIR, directory.toString());
        assertEquals(
                PartPort.parts(),
                StackPlan.of(shop(settings)).parts().stream()
                        .map(PartPlan::name)
                        .collect(Collectors.toSet()));
    }

    @Test
    void guardian_hasAVersion_likeEveryPart() {
        assertFalse(new Guardian(new DataDirectory(directory), Map.of())
                .plan()
                .version()
                .isEmpty());
    }

    private static Workshop shop(Settings settings) throws IOException {
        return Workshop.open(Path.of("../.."), Path.of("mvn"), settings);
    }
}
