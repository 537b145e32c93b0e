package dev.cortado.local.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.local.bench.Outcome;
import dev.cortado.local.settings.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class MeasuringCommandTest {
    @TempDir
    private Path directory;

    private final @Nullable String cache = System.getProperty("cortado.cache-directory");

    @AfterEach
    void forget() {
        if (cache == null) {
            System.clearProperty("cortado.cache-directory");
        } else {
            System.setProperty("cortado.cache-directory", cache);
        }
    }

    /// The message of a stack that does not get ready names that place.
    @Test
    void call_failedWithLogs_keepsThem() throws IOException {
        Bench bench = command(new Bench(true));
        assertThrows(IllegalStateException.class, bench::call);
        assertTrue(Files.exists(bench.data));
        Files.delete(new DataDirectory(bench.data).log("router"));
        Files.delete(new DataDirectory(bench.data).logs());
        Files.delete(bench.data);
    }

    @Test
    void call_well_deletesItsData() throws IOException, InterruptedException {
        Bench bench = command(new Bench(false));
        assertEquals(0, bench.call());
        assertFalse(Files.exists(bench.data));
    }

    private Bench command(Bench bench) throws IOException {
        Path file = Files.writeString(directory.resolve("own.properties"), "");
        return CommandLine.populateCommand(bench, "--config", file.toString());
    }

    private static final class Bench extends MeasuringCommand {
        private final boolean fails;
        private Path data = Path.of("");

        Bench(boolean fails) {
            this.fails = fails;
        }

        @Override
        boolean needsStack() {
            return false;
        }

        @Override
        Outcome measure(Path own) throws IOException {
            data = own;
            Files.createDirectories(new DataDirectory(own).logs());
            Files.writeString(new DataDirectory(own).log("router"), "why");
            if (fails) {
                throw new IllegalStateException("no readiness within 300 s");
            }
            return new Outcome(new LinkedHashMap<>());
        }
    }
}
