package dev.cortado.local.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// The versions of the root pom that the launcher fetches or shows.
public final class Versions {
    private static final Properties ALL = load();

    private Versions() {}

    public static String of(String part) {
        String version = ALL.getProperty(part);
        if (version == null) {
            throw new IllegalStateException("no version of " + part);
        }
        return version;
    }

    private static Properties load() {
        Properties properties = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("/dev/cortado/local/versions.properties")) {
            if (in == null) {
                throw new IllegalStateException("versions.properties is missing");
            }
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
