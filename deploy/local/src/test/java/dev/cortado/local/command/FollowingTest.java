package dev.cortado.local.command;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.cortado.local.settings.DataDirectory;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FollowingTest {
    @TempDir
    private Path directory;

    @Test
    void untilReady_supervisorEndedBeforeItsFirstState_isNotWaitedFor() {
        Following following = new Following(new DataDirectory(directory));
        assertTimeout(
                Duration.ofSeconds(10),
                () -> assertFalse(following.untilReady(Duration.ofMinutes(5), false, () -> false)));
    }
}
