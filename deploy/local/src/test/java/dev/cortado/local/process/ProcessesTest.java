package dev.cortado.local.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessesTest {
    private static final Duration GRACE = Duration.ofMillis(300);

    @TempDir
    private Path directory;

    @Test
    void alive_afterItsEnd_false() throws IOException, InterruptedException {
        ProcessMark mark = sleeper();
        assertTrue(mark.alive());

        Ending.end(mark, Ending.Ask.TERMINATE, GRACE);

        assertFalse(mark.alive());
    }

    @Test
    void alive_sameNumberOtherStart_false() {
        ProcessMark own = ProcessMark.current();

        assertTrue(own.alive());
        assertFalse(new ProcessMark(own.pid(), "1@other").alive());
    }

    @Test
    void end_processThatIgnoresTheSignal_isKilled() throws IOException, InterruptedException {
        ProcessMark mark = launch("trap '' TERM; while :; do sleep 0.1; done").start(directory.resolve("log"));
        Thread.sleep(200);

        Ending.end(mark, Ending.Ask.TERMINATE, GRACE);

        assertFalse(mark.alive());
    }

    @Test
    void end_parent_itsChildrenEndToo() throws IOException, InterruptedException {
        ProcessMark parent = launch("sleep 600 & wait").start(directory.resolve("log"));
        List<ProcessMark> children = List.of();
        for (int i = 0; i < 100 && children.isEmpty(); i++) {
            Thread.sleep(20);
            children = parent.handle()
                    .orElseThrow()
                    .descendants()
                    .flatMap(child -> ProcessMark.of(child.pid()).stream())
                    .toList();
        }
        assertEquals(1, children.size());

        Ending.end(parent, Ending.Ask.TERMINATE, GRACE);

        assertFalse(parent.alive());
        assertFalse(children.getFirst().alive());
    }

    @Test
    void start_environment_reachesTheProcessAndNotItsCommandLine() throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        Launch launch = new Launch(
                List.of("sh", "-c", "echo \"got $CORTADO_TEST_SECRET\"; sleep 0.3"),
                Map.of("CORTADO_TEST_SECRET", "s3"),
                directory);
        ProcessMark mark = launch.start(log);
        while (mark.alive()) {
            Thread.sleep(10);
        }

        assertEquals("got s3\n", Files.readString(log));
        assertFalse(String.join(" ", launch.command()).contains("s3"));
    }

    @Test
    void run_endlessCommand_isEndedAtTheLimit() throws IOException, InterruptedException {
        Tool.Said said = Tool.run(directory, Map.of(), Duration.ofMillis(200), List.of("sleep", "600"));

        assertFalse(said.well());
        assertTrue(said.output().contains("no end within"), said.output());
    }

    @Test
    void rotate_logOfARunningWriter_writerGoesOnInTheShortenedFile() throws IOException {
        Path log = directory.resolve("part.log");
        LogFile file = new LogFile(log);
        try (OutputStream out = Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String text : List.of("one", "two", "three", "four")) {
                out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                assertTrue(file.rotate(3, 2));
            }
            out.write('!');
        }

        assertEquals("!", Files.readString(log));
        assertEquals("four", Files.readString(directory.resolve("part.log.1")));
        assertEquals("three", Files.readString(directory.resolve("part.log.2")));
        assertFalse(Files.exists(directory.resolve("part.log.3")));
    }

    @Test
    void rotate_smallLog_stays() throws IOException {
        Path log = directory.resolve("part.log");
        Files.writeString(log, "ab");

        assertFalse(new LogFile(log).rotate(3, 2));
        assertEquals("ab", Files.readString(log));
    }

    private ProcessMark sleeper() throws IOException {
        return launch("exec sleep 600").start(directory.resolve("log"));
    }

    private Launch launch(String script) {
        return new Launch(List.of("sh", "-c", script), Map.of(), directory);
    }
}
