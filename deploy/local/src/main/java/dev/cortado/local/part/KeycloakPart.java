package dev.cortado.local.part;

import dev.cortado.local.artefact.MavenStore;
import dev.cortado.local.inspect.Reach;
import dev.cortado.local.process.Ending;
import dev.cortado.local.process.Launch;
import dev.cortado.local.process.Tool;
import dev.cortado.local.secret.PrivateFiles;
import dev.cortado.local.secret.Secrets;
import dev.cortado.local.settings.PartPort;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Keycloak with our realm, its tables in our PostgreSQL, on loopback only and without a cluster.
/// Its programs lie in the cache and are shared; its home, with configuration and realm, is the stack's own.
final class KeycloakPart {
    private static final String BUILT = ".built-for-postgres";

    private final Workshop shop;
    private final Path programs;
    private final Path home;

    KeycloakPart(Workshop shop) {
        this.shop = shop;
        this.programs = shop.programs().place(MavenStore.Program.KEYCLOAK);
        this.home = shop.data().keycloak();
    }

    PartPlan plan() {
        return new PartPlan(
                "keycloak",
                Versions.of("keycloak"),
                List.of(shop.port(PartPort.KEYCLOAK), shop.port(PartPort.KEYCLOAK_MANAGEMENT)),
                List.of("postgres", PartPlan.SMALL_TIER),
                () -> shop.missing(MavenStore.Program.KEYCLOAK),
                this::prepare,
                plain -> shop.gently(launch()),
                () -> Reach.answers("http://" + Workshop.LOOPBACK + ":" + shop.port(PartPort.KEYCLOAK_MANAGEMENT)
                        + "/health/ready"),
                Ending.Ask.TERMINATE);
    }

    private void prepare() throws IOException, InterruptedException {
        build();
        PrivateFiles.directory(home);
        for (String shared : List.of("lib", "providers", "themes")) {
            Path link = home.resolve(shared);
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, programs.resolve(shared));
        }
        Files.createDirectories(home.resolve("conf"));
        Files.copy(
                programs.resolve("conf").resolve("cache-ispn.xml"),
                home.resolve("conf").resolve("cache-ispn.xml"),
                StandardCopyOption.REPLACE_EXISTING);
        Path imports = PrivateFiles.directory(home.resolve("data").resolve("import"));
        String template = Files.readString(
                shop.root().resolve("deploy").resolve("keycloak").resolve("cortado-realm.json"));
        PrivateFiles.write(imports.resolve("cortado-realm.json"), RealmTemplate.fill(template, values()));
    }

    private Map<String, String> values() {
        return Map.of(
                "demo.password", shop.secrets().get(Secrets.Name.KEYCLOAK_DEMO_USER),
                "accounting.secret", shop.secrets().get(Secrets.Name.KEYCLOAK_ACCOUNTING_CLIENT));
    }

    /// Keycloak's own build step, which turns its options into a server; once for all stacks of this cache.
    private void build() throws IOException, InterruptedException {
        Path built = programs.resolve(BUILT);
        if (Files.exists(built)) {
            return;
        }
        List<String> command = java("-Xmx512m", programs);
        command.addAll(List.of("build", "--db=postgres", "--health-enabled=true", "--metrics-enabled=true"));
        Tool.Said said = Tool.run(programs, Map.of(), Duration.ofMinutes(5), command);
        if (!said.well()) {
            throw new IOException("Keycloak's build step failed: " + said.tail(8));
        }
        Files.createFile(built);
    }

    private Launch launch() {
        List<String> command = java(shop.heap(SettingKey.MEMORY_KEYCLOAK_MIB), home);
        command.addAll(List.of("start", "--optimized", "--import-realm"));
        return new Launch(
                command,
                shop.environment(Map.ofEntries(
                        Map.entry("KC_BOOTSTRAP_ADMIN_USERNAME", "admin"),
                        Map.entry(
                                "KC_BOOTSTRAP_ADMIN_PASSWORD", shop.secrets().get(Secrets.Name.KEYCLOAK_ADMINISTRATOR)),
                        Map.entry("KC_DB_URL", "jdbc:postgresql://" + shop.postgresAddress() + "/keycloak"),
                        Map.entry("KC_DB_USERNAME", "keycloak"),
                        Map.entry("KC_DB_PASSWORD", shop.secrets().get(Secrets.Name.POSTGRES_KEYCLOAK)),
                        Map.entry("KC_DB_POOL_INITIAL_SIZE", "1"),
                        Map.entry("KC_DB_POOL_MAX_SIZE", "10"),
                        Map.entry("KC_CACHE", "local"),
                        Map.entry("KC_HTTP_ENABLED", "true"),
                        Map.entry("KC_HTTP_HOST", Workshop.LOOPBACK),
                        Map.entry("KC_HTTP_PORT", Integer.toString(shop.port(PartPort.KEYCLOAK))),
                        Map.entry("KC_HTTP_MANAGEMENT_PORT", Integer.toString(shop.port(PartPort.KEYCLOAK_MANAGEMENT))),
                        Map.entry("KC_HOSTNAME", "http://" + Workshop.LOOPBACK + ":" + shop.port(PartPort.KEYCLOAK)),
                        Map.entry("KC_HOSTNAME_STRICT", "false"))),
                home);
    }

    private List<String> java(String heap, Path keycloakHome) {
        List<String> command = new ArrayList<>();
        command.add(shop.java());
        command.add(heap);
        command.addAll(shop.javaFlags());
        command.addAll(List.of(
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                // Its bytecode library knows classes up to an older level and would refuse this JDK's.
                "-Dnet.bytebuddy.experimental=true",
                // Else its transaction library takes a random port only to have a number of its own.
                "-DCoreEnvironmentBean.processImplementationClassName="
                        + "com.arjuna.ats.internal.arjuna.utils.UuidProcessId",
                "-Dkc.home.dir=" + keycloakHome,
                "-Djboss.server.config.dir=" + keycloakHome.resolve("conf"),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dpicocli.disable.closures=true",
                "-Dquarkus-log-max-startup-records=10000",
                "-cp",
                keycloakHome.resolve("lib").resolve("quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint"));
        return command;
    }
}
