package dev.cortado.router.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.router.fake.FakeEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderFolderTest {

    private static final String SERVICE = "META-INF/services/" + SentenceEncoder.class.getName();

    @TempDir
    private Path folder;

    @Test
    void open_aFolderWithAnEncoder_isThatEncoder() throws IOException {
        jar("service.jar", FakeEncoder.class.getName());
        Files.writeString(folder.resolve("README.txt"), "no jar");

        try (SentenceEncoder encoder = EncoderFolder.open(folder)) {
            assertEquals("fake-1", encoder.model());
            assertArrayEquals(new float[] {1, 0}, encoder.encode("Is it?", 8));
        }
    }

    @Test
    void open_whatHasNoEncoder_saysSo() throws IOException {
        assertTrue(refused(folder.resolve("nowhere")).startsWith("there is no folder"));
        assertTrue(refused(folder).startsWith("none of the 0 jars"));
        jar("service.jar", "dev.cortado.Nobody");
        assertTrue(refused(folder).contains("cannot be loaded: "), refused(folder));
    }

    private static String refused(Path folder) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> EncoderFolder.open(folder))
                .getMessage());
    }

    private void jar(String name, String implementation) throws IOException {
        try (OutputStream file = Files.newOutputStream(folder.resolve(name));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry(SERVICE));
            zip.write(implementation.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
    }
}
