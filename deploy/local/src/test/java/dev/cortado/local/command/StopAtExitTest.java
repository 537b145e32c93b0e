package dev.cortado.local.command;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.local.settings.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StopAtExitTest {
    @TempDir
    private Path directory;

    private DataDirectory data;
    private StopAtExit stopping;

    @BeforeEach
    void make() throws IOException {
        data = new DataDirectory(directory);
        Files.createDirectories(data.run());
        stopping = new StopAtExit(data, Duration.ofSeconds(2));
    }

    /// The supervisor looks at that file before its first step.
    @Test
    void end_beforeTheFirstState_theStackIsNotWantedAnyMore() throws IOException {
        Files.writeString(data.wanted(), "");
        stopping.end();
        assertFalse(Files.exists(data.wanted()));
    }

    @Test
    void end_whileItIsBeingStarted_waitsForThat_soThatNothingComesUpAfterwards() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Thread starting = Thread.ofPlatform().start(() -> {
            try {
                stopping.start(() -> {
                    begun.countDown();
                    while (goOn.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    Files.writeString(data.wanted(), "");
                    return new ProcessBuilder("true").start();
                });
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        begun.await();
        Thread ending = Thread.ofPlatform().start(stopping::end);
        while (ending.isAlive() && ending.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        goOn.countDown();
        starting.join();
        ending.join();
        assertFalse(Files.exists(data.wanted()));
    }

    @Test
    void start_afterTheEnd_startsNothing() {
        stopping.end();
        assertThrows(
                IllegalStateException.class,
                () -> stopping.start(() -> {
                    Files.writeString(data.wanted(), "");
                    throw new IOException("it was started");
                }));
        assertTrue(Files.notExists(data.wanted()));
    }
}
