package dev.cortado.local.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.process.ProcessMark;
import dev.cortado.local.settings.DataDirectory;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.SettingsException;
import dev.cortado.local.supervise.StackState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class CommonTest {
    @TempDir
    private Path directory;

    @Test
    void toStop_whateverIsRefusedByNow_aStackIsFoundAndStopped() throws IOException {
        DataDirectory data = new DataDirectory(directory.resolve("data"));
        Files.createDirectories(data.run());
        Files.writeString(data.settings(), "data-dir = " + data.path() + "\nstart-cache = yes\n");
        Path file = Files.writeString(
                directory.resolve("own.properties"), "data-dir = " + data.path() + "\nparts = no-such-part\n");
        Common common = CommandLine.populateCommand(new Common(), "--config", file.toString());

        assertThrows(SettingsException.class, common::lastStart);
        assertEquals(data.path(), common.toStop().dataDirectory());
    }

    @Test
    void started_settingsOfTheLastStart_countOnlyWhileTheStackRuns() throws IOException {
        DataDirectory data = new DataDirectory(directory.resolve("data"));
        Files.createDirectories(data.run());
        Files.writeString(data.settings(), "data-dir = " + data.path() + "\nprocessor-tdp-watts = 15\n");
        Path file = Files.writeString(directory.resolve("own.properties"), "processor-tdp-watts = 65\n");
        Common common = CommandLine.populateCommand(
                new Common(),
                "--config",
                file.toString(),
                "--data-dir",
                data.path().toString());

        assertEquals("65", common.started().text(SettingKey.PROCESSOR_TDP_WATTS));
        assertEquals("15", common.lastStart().text(SettingKey.PROCESSOR_TDP_WATTS));

        StackState state = new StackState(ProcessMark.current(), 0, 0, true, List.of(), List.of(), List.of());
        new ObjectMapper().writeValue(data.state().toFile(), state);
        assertEquals("15", common.started().text(SettingKey.PROCESSOR_TDP_WATTS));
    }
}
