package dev.cortado.local.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.local.settings.DataDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Starts that are refused before anything runs.
final class UpCommandTest {
    /// Where nobody listens.
    private static final String NOBODY = "127.0.0.1:1";

    @TempDir
    private Path directory;

    private DataDirectory data;

    @BeforeEach
    void place() {
        data = new DataDirectory(directory.resolve("data"));
    }

    @Test
    void fresh_withAKeyThatCannotBeGiven_deletesNothing() throws IOException {
        Files.createDirectories(data.run());
        Files.createDirectories(data.secrets());
        Files.createDirectories(data.postgres());

        String said = refused("cortado.router.grpc.port = 1\n", "--fresh", "--yes");

        assertTrue(said.contains("cortado.router.grpc.port"), said);
        assertTrue(Files.exists(data.postgres()));
    }

    @Test
    void fresh_whereNothingWasEverStarted_hasNothingToAskFor() throws IOException {
        String said = refused(
                "kafka-bootstrap-servers = no-such-host.invalid:9092\nparts = kafka\nstart-cache = false\n", "--fresh");

        assertTrue(said.contains("no-such-host"), said);
    }

    @Test
    void externalDatabaseWithoutPassword_isToldAtOnce() throws IOException {
        assertNamed("postgres-password-file", "postgres-url = " + NOBODY + "\n");
        assertNamed(
                directory.resolve("none").toString(),
                "postgres-url = " + NOBODY + "\npostgres-password-file = " + directory.resolve("none") + "\n");
    }

    @Test
    void externalDatabaseThatDoesNotAnswer_isToldAtOnce() throws IOException {
        Path password = Files.writeString(directory.resolve("password"), "p\n");
        assertNamed("postgres-url", "postgres-url = " + NOBODY + "\npostgres-password-file = " + password + "\n");
    }

    @Test
    void externalBrokersThatNobodyKnows_areToldAtOnce() throws IOException {
        assertNamed("kafka-bootstrap-servers", "kafka-bootstrap-servers = no-such-host.invalid:9092\n");
    }

    /// With the external part alone, so that no port matters.
    private void assertNamed(String word, String settings) throws IOException {
        String part = settings.startsWith("kafka") ? "kafka" : "postgres";
        String said = refused(settings + "parts = " + part + "\nstart-cache = false\n");
        assertTrue(said.startsWith("cortado: ") && said.contains(word), said);
        assertFalse(Files.exists(data.wanted()), "a stack was started");
    }

    /// What the command says that ends with an error, run as the script would, which tells it where the platform lies.
    private String refused(String settings, String... options) throws IOException {
        Path file = Files.writeString(directory.resolve("own.properties"), settings);
        Map<String, String> places = Map.of("cortado.root", "../..", "cortado.maven", "mvn");
        Map<String, String> before = new HashMap<>();
        places.forEach((key, value) -> before.put(key, System.getProperty(key, "")));
        places.forEach(System::setProperty);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream usual = System.err;
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            Stream<String> fixed = Stream.of(
                    "up",
                    "--detach",
                    "--config",
                    file.toString(),
                    "--data-dir",
                    data.path().toString());
            int exit = CortadoCommand.line()
                    .execute(Stream.concat(fixed, Stream.of(options)).toArray(String[]::new));
            assertEquals(1, exit);
            return said.toString(StandardCharsets.UTF_8);
        } finally {
            System.setErr(usual);
            before.forEach((key, value) -> {
                if (value.isEmpty()) {
                    System.clearProperty(key);
                } else {
                    System.setProperty(key, value);
                }
            });
        }
    }
}
