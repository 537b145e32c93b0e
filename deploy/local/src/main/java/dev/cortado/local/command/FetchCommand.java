package dev.cortado.local.command;

import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Settings;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Brings everything into the cache and starts nothing, as before a journey without a network.
@Command(name = "fetch", mixinStandardHelpOptions = true, description = "Fetches everything now and starts nothing.")
final class FetchCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Option(names = "--tiers", paramLabel = "LIST", description = "small,medium,large: whose models to fetch")
    private @Nullable String tiers;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings settings = common.asked();
        if (tiers != null) {
            settings = settings.with(SettingKey.TIERS, tiers);
        }
        new Bringing(Common.workshop(settings)).fetchAll();
        System.out.println("everything is in " + settings.cacheDirectory());
        return 0;
    }
}
