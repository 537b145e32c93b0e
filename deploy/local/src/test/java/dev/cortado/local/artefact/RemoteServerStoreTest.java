package dev.cortado.local.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RemoteServerStoreTest {
    @TempDir
    private Path directory;

    @Test
    void python_installedBefore_isFoundAndSaid() throws IOException, InterruptedException {
        RemoteServerStore.Server server = RemoteServerStore.Server.LLAMA;
        Path python = directory.resolve(server.title()).resolve("environment/bin/python");
        Files.createDirectories(python.getParent());
        Files.createFile(python, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        List<String> told = new ArrayList<>();
        assertEquals(python, new RemoteServerStore(directory, told::add).python(server));
        assertTrue(told.getFirst().contains("here already"), told.toString());
    }

    @Test
    void catalogue_modelOnAServer_isNothingToFetch() throws IOException {
        Path file = Files.writeString(
                directory.resolve("catalogue.json"),
                "{\"variants\": [{\"id\": \"far\", \"remote\": {\"model\": \"x\"}}]}");
        assertEquals(List.of(), Catalogue.read(file).models());
    }
}
