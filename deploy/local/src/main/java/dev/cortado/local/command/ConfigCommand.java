package dev.cortado.local.command;

import dev.cortado.local.settings.ServiceKeys;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Settings;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Prints every key of the configuration file, its value here, unit and meaning.
@Command(name = "config", mixinStandardHelpOptions = true, description = "Lists every setting and its value here.")
final class ConfigCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Override
    public Integer call() throws IOException {
        Settings settings = common.asked();
        System.out.println("# " + settings.places().configurationFile());
        for (SettingKey key : SettingKey.values()) {
            String value = switch (key) {
                case DATA_DIR -> settings.dataDirectory().toString();
                case CACHE_DIR -> settings.cacheDirectory().toString();
                default -> settings.text(key);
            };
            System.out.printf(Locale.ROOT, "%-26s = %-28s # %s (%s)%n", key.key(), value, key.meaning(), key.unit());
        }
        ServiceKeys.lines(settings.services().values()).forEach(System.out::println);
        return 0;
    }
}
