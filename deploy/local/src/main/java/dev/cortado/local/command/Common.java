package dev.cortado.local.command;

import dev.cortado.local.part.Workshop;
import dev.cortado.local.settings.DataDirectory;
import dev.cortado.local.settings.Places;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Settings;
import dev.cortado.local.settings.SettingsException;
import dev.cortado.local.supervise.Lifecycle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that choose a stack, the same on every command.
final class Common {
    @Option(names = "--config", paramLabel = "FILE", description = "configuration file instead of the usual one")
    private @Nullable Path configuration;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "data directory of the stack")
    private @Nullable Path dataDirectory;

    @Option(names = "--port-base", paramLabel = "N", description = "first port of the stack's block of 17")
    private @Nullable Integer portBase;

    /// What the person asked for: file, then options.
    Settings asked() throws IOException {
        Settings settings = placed(ofFile(configuration));
        if (portBase != null) {
            settings = settings.with(SettingKey.PORT_BASE, portBase.toString());
        }
        return settings;
    }

    private Settings placed(Settings settings) {
        return dataDirectory == null
                ? settings
                : settings.with(
                        SettingKey.DATA_DIR,
                        dataDirectory.toAbsolutePath().normalize().toString());
    }

    /// What that file says, or the usual one where none is named.
    static Settings ofFile(@Nullable Path file) throws IOException {
        Places places = Places.here();
        if (file != null && !Files.exists(file)) {
            throw new SettingsException("there is no file " + file);
        }
        return Settings.ofFile(file == null ? places.configurationFile() : file, places);
    }

    /// What the stack in that data directory was started with, while it runs; else what the person asked for.
    Settings started() throws IOException {
        Settings asked = asked();
        return Lifecycle.running(new DataDirectory(asked.dataDirectory())).isPresent() ? lastStart() : asked;
    }

    /// What the stack in that data directory was started with last, if it ever was, be it running or not.
    Settings lastStart() throws IOException {
        Settings asked = asked();
        DataDirectory data = new DataDirectory(asked.dataDirectory());
        return Files.exists(data.settings()) ? Settings.ofFile(data.settings(), asked.places()) : asked;
    }

    /// What a stack is stopped with: settings that are refused by now keep none running.
    Settings toStop() throws IOException {
        try {
            return lastStart();
        } catch (SettingsException e) {
            Path file = configuration == null ? Places.here().configurationFile() : configuration;
            Settings least = placed(Settings.ofPlace(file, Places.here()));
            System.err.println("cortado: " + e.getMessage() + "; it is stopped all the same");
            return least;
        }
    }

    static Path root() {
        return Path.of(required("cortado.root"));
    }

    static Path maven() {
        return Path.of(required("cortado.maven"));
    }

    static Workshop workshop(Settings settings) throws IOException {
        return Workshop.open(root(), maven(), settings);
    }

    private static String required(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException("start this program with the script ./cortado (no " + property + ")");
        }
        return value;
    }
}
