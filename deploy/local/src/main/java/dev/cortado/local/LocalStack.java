package dev.cortado.local;

import dev.cortado.local.artefact.Progress;
import dev.cortado.local.inspect.ListeningSocket;
import dev.cortado.local.part.Need;
import dev.cortado.local.part.ServiceParts;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.process.Launch;
import dev.cortado.local.process.ProcessMark;
import dev.cortado.local.secret.Secrets;
import dev.cortado.local.settings.PartPort;
import dev.cortado.local.settings.Places;
import dev.cortado.local.settings.ServiceKeys;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Settings;
import dev.cortado.local.settings.Tier;
import dev.cortado.local.supervise.Lifecycle;
import dev.cortado.local.supervise.StackState;
import dev.cortado.local.supervise.StackState.PartState;
import dev.cortado.local.supervise.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A whole stack of a test's or bench's own: its own ports, its own data, the same supervisor that `./cortado up`
/// uses. It ends with `close`, and also when the process that started it ends in any other way.
///
/// The services must be built; what else is missing is fetched. System properties say where things are:
/// `cortado.root` (else found from the working directory upwards), `cortado.maven`, `cortado.cache-directory`.
public final class LocalStack implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Workshop shop;

    private LocalStack(Workshop shop) {
        this.shop = shop;
    }

    /// Starts the tiers on the block of ports that begins at `portBase`, and returns once the small tier has
    /// answered through the gateway.
    public static LocalStack start(Set<Tier> tiers, int portBase, Path dataDirectory)
            throws IOException, InterruptedException {
        return start(tiers, portBase, dataDirectory, Map.of());
    }

    /// The same with further settings, such as a small budget.
    public static LocalStack start(Set<Tier> tiers, int portBase, Path dataDirectory, Map<SettingKey, String> settings)
            throws IOException, InterruptedException {
        return start(tiers, portBase, dataDirectory, settings, ServiceKeys.NONE);
    }

    /// The same with keys of the services themselves.
    public static LocalStack start(
            Set<Tier> tiers, int portBase, Path dataDirectory, Map<SettingKey, String> settings, ServiceKeys services)
            throws IOException, InterruptedException {
        Settings all = Settings.standard(Places.here())
                .with(SettingKey.TIERS, tiers.stream().map(Tier::word).collect(Collectors.joining(",")))
                .with(SettingKey.START_CACHE, "false")
                .with(SettingKey.PORT_BASE, Integer.toString(portBase))
                .with(SettingKey.DATA_DIR, dataDirectory.toAbsolutePath().toString());
        String cache = System.getProperty("cortado.cache-directory", "");
        if (!cache.isBlank()) {
            all = all.with(SettingKey.CACHE_DIR, cache);
        }
        for (Map.Entry<SettingKey, String> setting : settings.entrySet()) {
            all = all.with(setting.getKey(), setting.getValue());
        }
        all = new Settings(all.chosen(), services, all.places());
        Path maven = Path.of(System.getProperty("cortado.maven", "mvn"));
        Workshop shop = Workshop.open(root(), maven, all);
        Lifecycle.stop(shop.data(), all.seconds(SettingKey.STOP_GRACE_S));
        Lifecycle.checkPorts(shop);
        for (Need need : Need.of(shop)) {
            if (need.first()) {
                need.fetch().run(Progress.SILENT);
            }
        }
        Lifecycle.start(shop, maven, ProcessMark.current());
        LocalStack stack = new LocalStack(shop);
        try {
            stack.awaitReady();
        } catch (IllegalStateException e) {
            stack.close();
            throw e;
        }
        return stack;
    }

    /// Where OpenAI's clients are pointed; ends in `/v1`.
    public String baseUrl() {
        return Supervisor.baseUrl(shop.settings());
    }

    /// Accounting's administrative API.
    public String adminUrl() {
        return "http://" + Workshop.LOOPBACK + ":" + shop.port(PartPort.ACCOUNTING_ADMIN);
    }

    public String apiKey() {
        return shop.secrets().demoKey().text();
    }

    /// Keycloak's own address; the realm is `cortado`.
    public String keycloakUrl() {
        return "http://" + Workshop.LOOPBACK + ":" + shop.port(PartPort.KEYCLOAK);
    }

    public DemoUser demoUser() {
        return new DemoUser("demo", shop.secrets().get(Secrets.Name.KEYCLOAK_DEMO_USER));
    }

    /// A person of the demo realm, member of `/demo/research`, administrator of the platform.
    public record DemoUser(String name, String password) {
        /// The password must not slip into a test's report.
        @Override
        public String toString() {
            return name;
        }
    }

    public int port(PartPort port) {
        return shop.port(port);
    }

    public Path dataDirectory() {
        return shop.data().path();
    }

    /// JDBC URL, role and password of one of the services' schemas: `accounting` or `router`.
    public Database database(String role) {
        Secrets.Name name = switch (role) {
            case "accounting" -> Secrets.Name.POSTGRES_ACCOUNTING;
            case "router" -> Secrets.Name.POSTGRES_ROUTER;
            default -> throw new IllegalArgumentException("there is no schema of '" + role + "'");
        };
        return new Database(
                "jdbc:postgresql://" + shop.postgresAddress() + "/cortado",
                role,
                shop.secrets().get(name));
    }

    /// How to reach one service's schema.
    public record Database(String url, String user, String password) {}

    public StackState status() {
        return Lifecycle.running(shop.data()).orElseThrow(() -> new IllegalStateException("the stack does not run"));
    }

    /// The processes by the name of their part; `supervisor` is one of them.
    public Map<String, Long> processes() {
        StackState state = status();
        Map<String, Long> pids = new LinkedHashMap<>();
        pids.put("supervisor", state.supervisor().pid());
        for (PartState part : state.parts()) {
            if (part.process() != null) {
                pids.put(part.name(), part.process().pid());
            }
        }
        return pids;
    }

    /// Every socket that the stack listens on.
    public List<ListeningSocket> sockets() throws InterruptedException {
        return Lifecycle.sockets(status());
    }

    /// How long each part took to be ready.
    public Map<String, Long> readyAfterMillis() {
        return status().parts().stream()
                .filter(part -> part.readyAfterMillis() > 0)
                .collect(Collectors.toMap(
                        PartState::name, PartState::readyAfterMillis, (one, other) -> one, LinkedHashMap::new));
    }

    /// The brokers, as clients are told them.
    public String kafkaServers() {
        return shop.kafkaServers();
    }

    /// The keys by which tokens and receipts are signed, as the services are told them.
    public String signingKeys() {
        return shop.secrets().signingKeys();
    }

    /// How a service of this stack is started: for a bench that starts further instances on ports of its own.
    public ServiceCommand service(String part) throws IOException {
        Launch launch = new ServiceParts(shop).start(part);
        return new ServiceCommand(launch.command(), launch.environment());
    }

    /// A program and what it is told by its environment.
    public record ServiceCommand(List<String> command, Map<String, String> environment) {}

    /// The variant that serves a tier.
    public String variant(Tier tier) {
        return shop.catalogue().ofTier(tier).orElseThrow().variant();
    }

    /// Sends a signal, such as `-STOP`, to the part's process and its children.
    public void signal(String part, String signal) throws IOException, InterruptedException {
        Long pid = processes().get(part);
        if (pid == null) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("kill", signal, pid.toString()));
        ProcessHandle.of(pid)
                .ifPresent(process -> process.descendants().forEach(child -> command.add(Long.toString(child.pid()))));
        new ProcessBuilder(command).start().waitFor();
    }

    /// Stops a part in order and keeps it stopped.
    public void hold(String part, Duration limit) throws IOException, InterruptedException {
        Files.createDirectories(shop.data().held());
        Files.writeString(shop.data().held().resolve(part), "");
        await(
                limit,
                "end of " + part,
                state -> state.part(part)
                        .filter(one -> one.condition() == dev.cortado.local.supervise.Condition.HELD)
                        .isPresent());
    }

    /// Starts a part that was held, and returns once it is ready.
    public void release(String part, Duration limit) throws IOException, InterruptedException {
        Files.deleteIfExists(shop.data().held().resolve(part));
        awaitPart(part, 0, limit);
    }

    /// Kills a part's process as `kill -9` does. Its supervisor starts it again.
    public void kill(String part) {
        Long pid = processes().get(part);
        if (pid == null) {
            throw new IllegalArgumentException("no process of '" + part + "' runs");
        }
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /// Waits until the tier answers.
    public void awaitTier(Tier tier, Duration limit) throws InterruptedException {
        await(
                limit,
                "tier " + tier.word(),
                state -> state.tiers().stream().anyMatch(one -> one.tier().equals(tier.word()) && one.answers()));
    }

    /// Waits until the part is ready in a process other than `before`, as after `kill`.
    public void awaitPart(String part, long before, Duration limit) throws InterruptedException {
        await(
                limit,
                part,
                state -> part.equals("supervisor")
                        ? state.supervisor().alive() && state.supervisor().pid() != before
                        : state.part(part)
                                .filter(one -> one.condition() == dev.cortado.local.supervise.Condition.READY)
                                .filter(one ->
                                        one.process() != null && one.process().pid() != before)
                                .isPresent());
    }

    private void awaitReady() throws InterruptedException {
        await(shop.settings().seconds(SettingKey.READY_LIMIT_S), "readiness", StackState::ready);
    }

    private void await(Duration limit, String what, java.util.function.Predicate<StackState> reached)
            throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        Optional<StackState> state = Optional.empty();
        while (System.nanoTime() < end) {
            state = Lifecycle.running(shop.data());
            if (state.filter(reached).isPresent()) {
                return;
            }
            Thread.sleep(LOOK);
        }
        throw new IllegalStateException("no " + what + " within " + limit.toSeconds() + " s: "
                + state.map(StackState::parts).orElse(List.of()) + "; logs in "
                + shop.data().logs());
    }

    @Override
    public void close() {
        try {
            List<String> left = Lifecycle.stop(shop.data(), shop.settings().seconds(SettingKey.STOP_GRACE_S));
            if (!left.isEmpty()) {
                throw new IllegalStateException("the stack left something behind: " + left);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the stack could not be stopped", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Path root() {
        String given = System.getProperty("cortado.root");
        if (given != null) {
            return Path.of(given);
        }
        for (Path place = Path.of("").toAbsolutePath(); place != null; place = place.getParent()) {
            if (Files.exists(place.resolve("deploy").resolve("catalogue.json"))) {
                return place;
            }
        }
        throw new IllegalStateException("no deploy/catalogue.json from here upwards; set -Dcortado.root");
    }
}
