package dev.cortado.local.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.process.ProcessMark;
import dev.cortado.local.settings.DataDirectory;
import dev.cortado.local.supervise.Condition;
import dev.cortado.local.supervise.StackState;
import dev.cortado.local.supervise.StackState.PartState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    /// Else a part that was stopped last week keeps `up` waiting without a word.
    @Test
    void untilReady_partThatIsHeld_isTold() throws IOException, InterruptedException {
        DataDirectory data = new DataDirectory(directory);
        Files.createDirectories(data.run());
        PartState router = new PartState(
                "router", Condition.HELD, "1", List.of(), null, 0, 0, 0, "stopped by hand; ./cortado start router");
        StackState state = new StackState(ProcessMark.current(), 0, 0, false, List.of(router), List.of(), List.of());
        new ObjectMapper().writeValue(data.state().toFile(), state);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream usual = System.out;
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            new Following(data).untilReady(Duration.ofMillis(400), false, () -> true);
        } finally {
            System.setOut(usual);
        }
        assertEquals("  router is stopped by hand; ./cortado start router\n", said.toString(StandardCharsets.UTF_8));
    }
}
