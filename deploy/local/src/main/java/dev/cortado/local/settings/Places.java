package dev.cortado.local.settings;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The usual directories of this operating system: XDG on Linux, `~/Library` on macOS.
public record Places(Path configurationFile, Path dataDirectory, Path cacheDirectory) {
    public static Places of(boolean mac, Path home, Map<String, String> environment) {
        if (mac) {
            Path library = home.resolve("Library");
            Path support = library.resolve("Application Support").resolve("cortado");
            return new Places(
                    configuration(environment, home).resolve("cortado.properties"),
                    support,
                    cache(environment, library.resolve("Caches").resolve("cortado")));
        }
        return new Places(
                configuration(environment, home).resolve("cortado.properties"),
                base(environment, "XDG_DATA_HOME", home.resolve(".local").resolve("share"))
                        .resolve("cortado"),
                cache(
                        environment,
                        base(environment, "XDG_CACHE_HOME", home.resolve(".cache"))
                                .resolve("cortado")));
    }

    public static Places here() {
        return of(Platform.here().mac(), Path.of(System.getProperty("user.home")), System.getenv());
    }

    private static Path configuration(Map<String, String> environment, Path home) {
        return base(environment, "XDG_CONFIG_HOME", home.resolve(".config")).resolve("cortado");
    }

    /// The bootstrap script reads the same variable, since it keeps its Maven in the cache.
    private static Path cache(Map<String, String> environment, Path usual) {
        @Nullable String chosen = environment.get("CORTADO_CACHE_DIR");
        return chosen == null || chosen.isBlank() ? usual : Path.of(chosen);
    }

    private static Path base(Map<String, String> environment, String variable, Path usual) {
        @Nullable String chosen = environment.get(variable);
        return chosen == null || chosen.isBlank() || !Path.of(chosen).isAbsolute() ? usual : Path.of(chosen);
    }
}
