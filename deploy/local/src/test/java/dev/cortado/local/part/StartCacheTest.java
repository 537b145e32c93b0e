package dev.cortado.local.part;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StartCacheTest {
    private static final String NAME = "program";

    @TempDir
    private Path directory;

    private Path jars;
    private StartCache cache;
    private List<String> command;

    @BeforeEach
    void lay() throws IOException {
        jars = Files.createDirectories(directory.resolve("jars"));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(jars.resolve("one.jar")))) {
            jar.putNextEntry(new ZipEntry("one.txt"));
        }
        cache = new StartCache(true, directory.resolve("start"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        command = List.of(java, "-Xmx64m", "-jar", jars.resolve("one.jar").toString(), "argument");
    }

    @Test
    void with_noCache_isTheCommandItself() throws IOException {
        assertEquals(command, cache.with(command, NAME, jars));
        assertTrue(cache.lacks(command, NAME, jars));
    }

    @Test
    void with_switchedOff_isTheCommandItselfAndNothingIsLacking() throws IOException {
        StartCache off = new StartCache(false, directory.resolve("start"));

        assertEquals(command, off.with(command, NAME, jars));
        assertFalse(off.lacks(command, NAME, jars));
    }

    @Test
    void with_draftOfAnotherRun_isNotUsed() throws IOException {
        Files.writeString(cache.draft(NAME), "half written");

        assertEquals(command, cache.with(command, NAME, jars));
        assertTrue(cache.lacks(command, NAME, jars));
    }

    @Test
    void adopt_fileThatTheJdkRefuses_isNeverUsed() throws IOException, InterruptedException {
        Path draft = cache.draft(NAME);
        Files.writeString(draft, "half written");

        assertFalse(cache.adopt(draft, command, NAME, jars));

        assertEquals(command, cache.with(command, NAME, jars));
    }

    @Test
    void adopt_fileThatTheJdkWrote_isUsedUntilAJarChanges() throws IOException, InterruptedException {
        adoptReal();

        List<String> used = cache.with(command, NAME, jars);
        assertTrue(used.get(1).startsWith("-XX:AOTCache="), used::toString);
        assertFalse(cache.lacks(command, NAME, jars));

        Files.setLastModifiedTime(jars.resolve("one.jar"), FileTime.fromMillis(1));
        assertEquals(command, cache.with(command, NAME, jars));
        assertTrue(cache.lacks(command, NAME, jars));
    }

    @Test
    void adopt_newerOne_replacesTheOlder() throws IOException, InterruptedException {
        adoptReal();
        Files.setLastModifiedTime(jars.resolve("one.jar"), FileTime.fromMillis(1_000));
        adoptReal();

        try (Stream<Path> files = Files.list(directory.resolve("start"))) {
            assertEquals(1, files.count());
        }
    }

    /// What a run of the JDK itself, on the same class path, leaves.
    private void adoptReal() throws IOException, InterruptedException {
        Path draft = cache.draft(NAME);
        List<String> run = List.of(command.get(0), command.get(1), "-cp", command.get(3), "-version");
        Process process = new ProcessBuilder(StartCache.writing(run, draft))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertEquals(0, process.waitFor());
        assertTrue(cache.adopt(draft, command, NAME, jars));
    }
}
