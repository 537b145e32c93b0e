package dev.cortado.local.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArchiveTest {
    @TempDir
    private Path directory;

    @Test
    void untar_programAndLink_modeAndTargetStay() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            file(tar, "bin/program", 0755);
            file(tar, "lib/libx.so.1", 0644);
            link(tar, "lib/libx.so", "libx.so.1");
        }

        Archive.untar(new ByteArrayInputStream(bytes.toByteArray()), directory);

        assertTrue(Files.isExecutable(directory.resolve("bin/program")));
        assertFalse(Files.isExecutable(directory.resolve("lib/libx.so.1")));
        assertEquals("text", Files.readString(directory.resolve("lib/libx.so")));
    }

    @Test
    void untar_memberThatLeavesTheDirectory_refused() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            file(tar, "../outside", 0644);
        }

        assertThrows(
                IOException.class,
                () -> Archive.untar(new ByteArrayInputStream(bytes.toByteArray()), directory.resolve("inside")));
        assertFalse(Files.exists(directory.resolve("outside")));
    }

    @Test
    void untar_linkThatLeavesTheDirectory_refused() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            link(tar, "link", "../../etc");
        }

        assertThrows(IOException.class, () -> Archive.untar(new ByteArrayInputStream(bytes.toByteArray()), directory));
    }

    @Test
    void directory_fillingFails_nothingIsLeft() {
        Path place = directory.resolve("place");
        assertThrows(
                IOException.class,
                () -> Staged.directory(place, target -> {
                    Files.writeString(target.resolve("half"), "x");
                    throw new IOException("cut");
                }));

        assertFalse(Files.exists(place));
        assertEquals(0, directory.toFile().list().length);
    }

    private static void file(TarArchiveOutputStream tar, String name, int mode) throws IOException {
        byte[] text = "text".getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setMode(mode);
        entry.setSize(text.length);
        tar.putArchiveEntry(entry);
        tar.write(text);
        tar.closeArchiveEntry();
    }

    private static void link(TarArchiveOutputStream tar, String name, String target) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }
}
