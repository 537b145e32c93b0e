package dev.cortado.local.command;

import dev.cortado.local.settings.DataDirectory;
import dev.cortado.local.supervise.Condition;
import dev.cortado.local.supervise.Lifecycle;
import dev.cortado.local.supervise.StackState;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Stops one part and keeps it stopped, as when a developer runs that service by hand.
@Command(name = "stop", mixinStandardHelpOptions = true, description = "Stops one part until ./cortado start PART.")
final class StopCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(150);

    @Mixin
    private final Common common = new Common();

    @Parameters(paramLabel = "PART", description = "a name that ./cortado status shows")
    private @Nullable String part;

    @Override
    public Integer call() throws IOException, InterruptedException {
        DataDirectory data = new DataDirectory(common.started().dataDirectory());
        Files.createDirectories(data.held());
        Files.writeString(data.held().resolve(known(data, part)), "");
        boolean stopped = awaitHeld(data, String.valueOf(part));
        System.out.println(part + (stopped ? " is stopped" : " is being stopped") + "; ./cortado start " + part
                + " starts it again");
        return 0;
    }

    private static boolean awaitHeld(DataDirectory data, String part) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            boolean held = Lifecycle.running(data)
                    .flatMap(state -> state.part(part))
                    .filter(state -> state.condition() == Condition.HELD)
                    .isPresent();
            if (held) {
                return true;
            }
            Thread.sleep(LOOK);
        }
        return false;
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
