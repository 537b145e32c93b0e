package dev.cortado.local.command;

import dev.cortado.local.settings.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Starts a part again that `stop` has stopped.
@Command(name = "start", mixinStandardHelpOptions = true, description = "Starts one part that was stopped by hand.")
final class StartCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Parameters(paramLabel = "PART", description = "a name that ./cortado status shows")
    private @Nullable String part;

    @Override
    public Integer call() throws IOException {
        DataDirectory data = new DataDirectory(common.started().dataDirectory());
        boolean held = Files.deleteIfExists(data.held().resolve(StopCommand.known(data, part)));
        System.out.println(
                held
                        ? part + " is being started, with the settings of the last ./cortado up"
                        : part + " was not stopped by hand");
        return 0;
    }
}
