package dev.cortado.local.command;

import dev.cortado.local.settings.DataDirectory;
import dev.cortado.local.supervise.Lifecycle;
import dev.cortado.local.supervise.StackState;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Stops one part and keeps it stopped, as when a developer runs that service by hand.
@Command(name = "stop", mixinStandardHelpOptions = true, description = "Stops one part until ./cortado start PART.")
final class StopCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Parameters(paramLabel = "PART", description = "a name that ./cortado status shows")
    private @Nullable String part;

    @Override
    public Integer call() throws IOException {
        DataDirectory data = new DataDirectory(common.started().dataDirectory());
        Files.createDirectories(data.held());
        Files.writeString(data.held().resolve(known(data, part)), "");
        System.out.println(part + " is being stopped; ./cortado start " + part + " starts it again");
        return 0;
    }

    static String known(DataDirectory data, @Nullable String part) {
        StackState state =
                Lifecycle.running(data).orElseThrow(() -> new IllegalStateException("nothing runs in " + data.path()));
        if (part == null || part.equals("guardian") || state.part(part).isEmpty()) {
            throw new IllegalArgumentException("there is no part '" + part + "' to stop; ./cortado status shows them");
        }
        return part;
    }
}
