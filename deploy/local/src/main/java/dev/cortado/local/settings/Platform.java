package dev.cortado.local.settings;

import java.util.Locale;

/// Operating system and processor, and the names that others give to the pair.
public record Platform(boolean mac, boolean arm) {
    public static Platform here() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        boolean mac = system.contains("mac");
        if (!mac && !system.contains("linux")) {
            throw new SettingsException("Cortado runs on Linux and macOS; this is " + System.getProperty("os.name"));
        }
        return new Platform(mac, processor.equals("aarch64") || processor.equals("arm64"));
    }

    /// The classifier of the PostgreSQL binaries on Maven.
    public String postgres() {
        return (mac ? "darwin" : "linux") + (arm ? "-arm64v8" : "-amd64");
    }

    /// The platform's name in the engine's npm packages and in the catalogue.
    public String engine() {
        if (mac) {
            return arm ? "mac-arm64-metal" : "mac-x64";
        }
        return arm ? "linux-arm64" : "linux-x64";
    }
}
