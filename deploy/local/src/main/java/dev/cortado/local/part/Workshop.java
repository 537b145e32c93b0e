package dev.cortado.local.part;

import dev.cortado.local.artefact.Catalogue;
import dev.cortado.local.artefact.EngineStore;
import dev.cortado.local.artefact.MadeVariants;
import dev.cortado.local.artefact.MavenStore;
import dev.cortado.local.artefact.MergedCatalogue;
import dev.cortado.local.artefact.ModelStore;
import dev.cortado.local.build.Maven;
import dev.cortado.local.process.Launch;
import dev.cortado.local.secret.Secrets;
import dev.cortado.local.settings.DataDirectory;
import dev.cortado.local.settings.PartPort;
import dev.cortado.local.settings.Platform;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What every part is made from: settings, places, secrets and stores.
///
/// @param merged every variant, shipped or made here
/// @param catalogue what is served of them
public record Workshop(
        Path root,
        Settings settings,
        DataDirectory data,
        Secrets secrets,
        MergedCatalogue merged,
        Catalogue catalogue,
        ModelStore models,
        EngineStore engines,
        MavenStore programs,
        Platform platform) {

    public static final String LOOPBACK = "127.0.0.1";
    /// In the environment of every process of a stack, so that one which nobody remembers can still be found.
    public static final String MARK = "CORTADO_STACK";

    public static Workshop open(Path root, Path maven, Settings settings) throws IOException {
        DataDirectory data = new DataDirectory(settings.dataDirectory());
        dev.cortado.local.secret.PrivateFiles.directory(data.path());
        dev.cortado.local.secret.PrivateFiles.directory(data.run());
        Path cache = settings.cacheDirectory();
        Platform platform = Platform.here();
        MergedCatalogue merged = MergedCatalogue.of(
                root.resolve("deploy").resolve("catalogue.json"), MadeVariants.read(data.madeVariants()));
        return new Workshop(
                root,
                settings,
                data,
                Secrets.in(data.secrets()),
                merged,
                merged.served(settings.servedVariants()),
                new ModelStore(
                        cache.resolve("models"),
                        settings.milliseconds(SettingKey.DOWNLOAD_CONNECT_MS),
                        settings.milliseconds(SettingKey.DOWNLOAD_STALL_MS)),
                new EngineStore(cache.resolve("engine")),
                new MavenStore(cache.resolve("programs"), new Maven(maven), platform),
                platform);
    }

    /// Writes the catalogue that the services are given.
    void writeCatalogue() throws IOException {
        merged.writeServed(data.catalogue(), settings.servedVariants());
    }

    public int port(PartPort port) {
        return settings.port(port);
    }

    public String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    public Map<String, String> environment(Map<String, String> own) {
        Map<String, String> all = new HashMap<>(own);
        all.put(MARK, data.path().toString());
        return all;
    }

    public String heap(SettingKey key) {
        return "-Xmx" + settings.number(key) + "m";
    }

    /// For the parts that a request does not wait for, or that do long work: they stand back for the others.
    Launch gently(Launch launch) {
        return launch.gently(settings.number(SettingKey.BACKGROUND_NICE));
    }

    public String kafkaServers() {
        return settings.given(SettingKey.KAFKA_BOOTSTRAP_SERVERS).orElse(LOOPBACK + ":" + port(PartPort.KAFKA));
    }

    public String postgresAddress() {
        return settings.given(SettingKey.POSTGRES_URL).orElse(LOOPBACK + ":" + port(PartPort.POSTGRES));
    }

    public String issuer() {
        return settings.given(SettingKey.KEYCLOAK_ISSUER)
                .orElse("http://" + LOOPBACK + ":" + port(PartPort.KEYCLOAK) + "/realms/cortado");
    }

    Optional<String> missing(MavenStore.Program program) {
        return programs.has(program) ? Optional.empty() : Optional.of(program.word() + " is not fetched yet");
    }

    /// The flags of every Java process: a small heap, the collector that starts fastest, and no warning about
    /// what newer JDKs will forbid and our frameworks still do.
    public List<String> javaFlags() {
        return List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=4",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.net.preferIPv4Stack=true",
                "-Duser.language=en");
    }
}
