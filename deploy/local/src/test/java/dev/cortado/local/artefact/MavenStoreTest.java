package dev.cortado.local.artefact;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.local.artefact.MavenStore.Program;
import dev.cortado.local.build.Maven;
import dev.cortado.local.settings.Platform;
import dev.cortado.local.settings.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// With a Maven that only writes down what it was asked, and the pom where there was one.
final class MavenStoreTest {
    @TempDir
    private Path directory;

    private Path said;
    private MavenStore store;

    @BeforeEach
    void lay() throws IOException {
        said = directory.resolve("said");
        Path maven = Files.writeString(
                directory.resolve("mvn"),
                "printf '%s\\n' \"$@\" >'" + said + "'; cat pom.xml >>'" + said + "'; exit 1\n");
        store = new MavenStore(directory.resolve("programs"), new Maven(maven), new Platform(false, false));
    }

    @ParameterizedTest
    @EnumSource
    void fetch_byMaven_holdsItToTheChecksums(Program program) throws IOException {
        FetchException failed = assertThrows(FetchException.class, () -> store.fetch(program, Progress.SILENT));

        assertTrue(Files.readString(said).lines().anyMatch("--strict-checksums"::equals), Files.readString(said));
        assertTrue(String.valueOf(failed.getMessage()).contains("by hand"), failed.getMessage());
    }

    @Test
    void fetch_kafka_takesItsVersionsFromTheRootPom() throws IOException {
        assertThrows(FetchException.class, () -> store.fetch(Program.KAFKA, Progress.SILENT));

        String asked = Files.readString(said);
        assertTrue(asked.contains(Maven.DEPENDENCY_PLUGIN + ":copy-dependencies"), asked);
        assertTrue(asked.contains("<version>" + Versions.of("kafka") + "</version>"), asked);
        assertFalse(asked.contains("${"), asked);
    }

    @Test
    void has_kafkaLaidByHand_onlyWithTheBrokerInIt() throws IOException {
        Path library = Files.createDirectories(store.place(Program.KAFKA).resolve("lib"));
        assertFalse(store.has(Program.KAFKA));

        Files.writeString(library.resolve("kafka_2.13-" + Versions.of("kafka") + ".jar"), "");

        assertTrue(store.has(Program.KAFKA));
        assertTrue(
                store.byHand(Program.KAFKA).contains(store.place(Program.KAFKA).toString()));
    }
}
