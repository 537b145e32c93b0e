package dev.cortado.local.command;

import dev.cortado.local.settings.DataDirectory;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Settings;
import dev.cortado.local.supervise.Lifecycle;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Stops everything that `up` started, and nothing else.
@Command(name = "down", mixinStandardHelpOptions = true, description = "Stops everything that up started.")
final class DownCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings settings = common.toStop();
        DataDirectory data = new DataDirectory(settings.dataDirectory());
        boolean ran = Lifecycle.wanted(data);
        long begin = System.nanoTime();
        List<String> left = Lifecycle.stop(data, settings.seconds(SettingKey.STOP_GRACE_S));
        if (!left.isEmpty()) {
            System.err.println("cortado: " + String.join("\n", left));
            return 1;
        }
        System.out.println(
                ran ? "stopped in " + Say.seconds((System.nanoTime() - begin) / 1_000_000) : "nothing was running");
        return 0;
    }
}
