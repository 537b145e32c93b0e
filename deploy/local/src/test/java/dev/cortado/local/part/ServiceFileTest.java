package dev.cortado.local.part;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.local.settings.Places;
import dev.cortado.local.settings.Settings;
import dev.cortado.local.settings.SettingsException;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServiceFileTest {
    private static final String LOCATIONS = "QUARKUS_CONFIG_LOCATIONS";

    @TempDir
    private Path directory;

    @Test
    void environment_keysOfOneService_reachItAndNoOther() throws IOException {
        ServiceParts services = services("""
                cortado.gateway.completion-tokens-default = 256
                cortado.accounting.identity.client-secret = a\\\\b = c
                """);
        services.prepare("gateway");
        services.prepare("accounting");

        assertEquals(Map.of("cortado.gateway.completion-tokens-default", "256"), read(services, "gateway"));
        assertEquals(Map.of("cortado.accounting.identity.client-secret", "a\\b = c"), read(services, "accounting"));
        assertFalse(services.environment("router").containsKey(LOCATIONS));
        assertFalse(services.environment("inference-small").containsKey(LOCATIONS));
    }

    @Test
    void environment_keysOfInference_reachBothProcesses() throws IOException {
        ServiceParts services = services("cortado.inference.batching.queue-depth-max = 8\n");
        services.prepare("inference-small");

        assertEquals(
                services.environment("inference-small").get(LOCATIONS),
                services.environment("inference-large").get(LOCATIONS));
        assertEquals(Map.of("cortado.inference.batching.queue-depth-max", "8"), read(services, "inference-large"));
    }

    @Test
    void file_mayHoldSecrets_soOnlyItsOwnerReadsIt() throws IOException {
        ServiceParts services = services("cortado.accounting.identity.client-secret = s\n");
        services.prepare("accounting");

        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(file(services, "accounting"))));
    }

    @Test
    void check_keyThatTheLauncherSets_isRefusedByName() throws IOException {
        ServiceParts services = services("cortado.router.nodes = 10.0.0.1:1\n");

        String message = String.valueOf(
                assertThrows(SettingsException.class, services::check).getMessage());
        assertTrue(message.contains("cortado.router.nodes") && message.contains("./cortado itself"), message);
        services("cortado.router.utility-min-default = 0.5\n").check();
    }

    private ServiceParts services(String lines) throws IOException {
        Path file = Files.writeString(
                directory.resolve("cortado.properties"),
                "data-dir = " + directory.resolve("a, b") + "\nkeycloak-issuer = https://sso.example.org\n" + lines);
        return new ServiceParts(Workshop.open(Path.of("../.."), Path.of("mvn"), Settings.ofFile(file, Places.here())));
    }

    private static Path file(ServiceParts services, String part) {
        return Path.of(URI.create(String.valueOf(services.environment(part).get(LOCATIONS))));
    }

    private static Map<Object, Object> read(ServiceParts services, String part) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file(services, part))) {
            properties.load(reader);
        }
        return properties;
    }
}
