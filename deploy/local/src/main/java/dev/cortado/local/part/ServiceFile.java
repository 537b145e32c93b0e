package dev.cortado.local.part;

import dev.cortado.local.secret.PrivateFiles;
import dev.cortado.local.settings.ServiceKeys;
import dev.cortado.local.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// The keys of one service that the person gave, in a file of its own: values may be secret, so they stand on no
/// command line; and of a file, unlike of an environment, the service refuses every key that it does not know.
final class ServiceFile {
    private static final String LOCATIONS = "QUARKUS_CONFIG_LOCATIONS";

    private ServiceFile() {}

    /// What the service must be told to read its file; nothing where no key is given.
    ///
    /// @param told what `./cortado` itself tells the service; whoever gives one of these keys would break the stack
    static Map<String, String> environment(Workshop shop, String service, Map<String, String> told) {
        Map<String, String> given = shop.settings().services().of(service);
        for (String key : given.keySet()) {
            if (told.containsKey(variable(key))) {
                throw new SettingsException("'" + key + "' is set by ./cortado itself, so it cannot be set in "
                        + shop.settings().places().configurationFile().getFileName());
            }
        }
        // A comma would separate two places.
        return given.isEmpty()
                ? Map.of()
                : Map.of(LOCATIONS, file(shop, service).toUri().toString().replace(",", "%2C"));
    }

    static void write(Workshop shop, String service) throws IOException {
        Map<String, String> given = shop.settings().services().of(service);
        if (given.isEmpty()) {
            Files.deleteIfExists(file(shop, service));
        } else {
            PrivateFiles.write(file(shop, service), String.join("\n", ServiceKeys.lines(given)) + "\n");
        }
    }

    private static Path file(Workshop shop, String service) {
        return shop.data().run().resolve(service + ".properties");
    }

    /// The environment variable of a key, as MicroProfile has it.
    private static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
