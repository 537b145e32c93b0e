package dev.cortado.local.part;

import dev.cortado.local.inspect.Reach;
import dev.cortado.local.process.Ending;
import dev.cortado.local.process.Launch;
import dev.cortado.local.secret.Secrets;
import dev.cortado.local.settings.PartPort;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Tier;
import dev.cortado.local.settings.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Accounting, router and gateway. Everything they are told comes by environment variables, in
/// MicroProfile's form but for what the allocator is told, so that one of them can also be run by hand
/// with what `./cortado env` prints.
public final class ServiceParts {

    private static final List<String> PARTS =
            List.of("accounting", "router", "gateway", "inference-small", "inference-large");

    private final Workshop shop;

    public ServiceParts(Workshop shop) {
        this.shop = shop;
    }

    List<PartPlan> plans() {
        return List.of(
                plan(
                        "accounting",
                        "accounting-service",
                        SettingKey.MEMORY_ACCOUNTING_MIB,
                        List.of(PartPort.ACCOUNTING_GRPC, PartPort.ACCOUNTING_ADMIN),
                        PartPort.ACCOUNTING_ADMIN,
                        List.of("postgres", "kafka"),
                        () -> prepare("accounting")),
                plan(
                        "router",
                        "router-service",
                        SettingKey.MEMORY_ROUTER_MIB,
                        List.of(PartPort.ROUTER_GRPC, PartPort.ROUTER_MANAGEMENT),
                        PartPort.ROUTER_MANAGEMENT,
                        List.of("postgres", "kafka"),
                        () -> prepare("router")),
                plan(
                        "gateway",
                        "gateway-service",
                        SettingKey.MEMORY_GATEWAY_MIB,
                        List.of(PartPort.GATEWAY, PartPort.GATEWAY_MANAGEMENT),
                        PartPort.GATEWAY_MANAGEMENT,
                        List.of(),
                        () -> prepare("gateway")));
    }

    /// Writes the files that a service reads at its start.
    public void prepare(String part) throws IOException {
        ServiceFile.write(shop, service(part));
        shop.writeCatalogue();
        if (part.equals("accounting")) {
            BootstrapFile.write(shop);
        }
    }

    /// The command and environment of one service, without a start cache.
    public Launch start(String part) throws IOException {
        SettingKey memory = switch (part) {
            case "accounting" -> SettingKey.MEMORY_ACCOUNTING_MIB;
            case "router" -> SettingKey.MEMORY_ROUTER_MIB;
            case "gateway" -> SettingKey.MEMORY_GATEWAY_MIB;
            case "inference-small", "inference-large" -> SettingKey.MEMORY_INFERENCE_MIB;
            default -> throw new IllegalArgumentException("there is no service '" + part + "'");
        };
        prepare(part);
        return launch(shop, Services.jar(shop.root(), service(part) + "-service"), memory, environment(part), true);
    }

    /// The environment of one service; also what a developer needs to run it by hand.
    public Map<String, String> environment(String part) {
        Map<String, String> all = told(part);
        all.putAll(ServiceFile.environment(shop, service(part), all));
        return all;
    }

    /// Refuses keys of services that cannot be given.
    public void check() {
        PARTS.forEach(this::environment);
    }

    /// The two inference processes are one service.
    private static String service(String part) {
        return part.split("-", 2)[0];
    }

    private Map<String, String> told(String part) {
        return switch (part) {
            case "accounting" -> accounting();
            case "router" -> router();
            case "gateway" -> gateway();
            case "inference-small" -> InferenceParts.environment(shop, Tier.SMALL);
            case "inference-large" -> InferenceParts.environment(shop, Tier.LARGE);
            default ->
                throw new IllegalArgumentException("there is no service '" + part
                        + "'; there are accounting, router, gateway, inference-small and" + " inference-large");
        };
    }

    private Map<String, String> accounting() {
        Map<String, String> all = common(shop);
        all.putAll(database("accounting", Secrets.Name.POSTGRES_ACCOUNTING));
        all.putAll(Map.of(
                "QUARKUS_HTTP_HOST", Workshop.LOOPBACK,
                "QUARKUS_HTTP_PORT", text(PartPort.ACCOUNTING_ADMIN),
                "QUARKUS_GRPC_SERVER_HOST", Workshop.LOOPBACK,
                "QUARKUS_GRPC_SERVER_PORT", text(PartPort.ACCOUNTING_GRPC),
                "CORTADO_SIGNING_KEYS", shop.secrets().signingKeys(),
                "CORTADO_BOOTSTRAP_FILE", shop.data().bootstrapFile().toString(),
                "QUARKUS_OIDC_AUTH_SERVER_URL", shop.issuer()));
        all.put("CORTADO_ACCOUNTING_ROUTERS_ADDRESSES", Workshop.LOOPBACK + ":" + shop.port(PartPort.ROUTER_GRPC));
        all.put("CORTADO_ACCOUNTING_WEBHOOK_SEALING_KEYS", shop.secrets().webhookSealingKeys());
        // Without a Keycloak of ours nothing can be provisioned, and accounting would try without end.
        if (shop.settings().given(SettingKey.KEYCLOAK_ISSUER).isEmpty()
                && shop.settings().wants("keycloak")) {
            all.put("CORTADO_ACCOUNTING_IDENTITY_PROVISIONING", "keycloak");
            all.put(
                    "CORTADO_ACCOUNTING_IDENTITY_CLIENT_SECRET",
                    shop.secrets().get(Secrets.Name.KEYCLOAK_ACCOUNTING_CLIENT));
        }
        return all;
    }

    private Map<String, String> router() {
        Map<String, String> all = common(shop);
        all.putAll(database("router", Secrets.Name.POSTGRES_ROUTER));
        all.putAll(Map.of(
                "QUARKUS_HTTP_HOST", Workshop.LOOPBACK,
                "QUARKUS_HTTP_PORT", text(PartPort.ROUTER_MANAGEMENT),
                "CORTADO_ROUTER_GRPC_HOST", Workshop.LOOPBACK,
                "CORTADO_ROUTER_GRPC_PORT", text(PartPort.ROUTER_GRPC),
                "CORTADO_ROUTER_NAME", "router-1",
                "CORTADO_ROUTER_NODES", nodes(),
                "CORTADO_ROUTER_CALIBRATION_FILE",
                        shop.data().calibrationResults().toString(),
                "CORTADO_SIGNING_KEYS", shop.secrets().signingKeys()));
        if (shop.settings().on(SettingKey.SENTENCE_ENCODER)) {
            all.put(
                    "CORTADO_ROUTER_PREDICTOR_SENTENCES_ENCODER_DIRECTORY",
                    Services.encoderFolder(shop.root()).toString());
        }
        return all;
    }

    private Map<String, String> gateway() {
        Map<String, String> all = common(shop);
        all.putAll(database("gateway", Secrets.Name.POSTGRES_GATEWAY));
        all.putAll(Map.of(
                "QUARKUS_HTTP_HOST",
                Workshop.LOOPBACK,
                "QUARKUS_HTTP_PORT",
                text(PartPort.GATEWAY),
                "QUARKUS_MANAGEMENT_HOST",
                Workshop.LOOPBACK,
                "QUARKUS_MANAGEMENT_PORT",
                text(PartPort.GATEWAY_MANAGEMENT),
                "CORTADO_GATEWAY_ROUTERS_ADDRESSES",
                Workshop.LOOPBACK + ":" + shop.port(PartPort.ROUTER_GRPC),
                "QUARKUS_OIDC_AUTH_SERVER_URL",
                shop.issuer()));
        return all;
    }

    /// What every service is told.
    static Map<String, String> common(Workshop shop) {
        return new HashMap<>(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                shop.kafkaServers(),
                "CORTADO_ACCOUNTING_ADDRESS",
                Workshop.LOOPBACK + ":" + shop.port(PartPort.ACCOUNTING_GRPC),
                "CORTADO_CATALOGUE_FILE",
                shop.data().catalogue().toString()));
    }

    private Map<String, String> database(String role, Secrets.Name password) {
        String place = "postgresql://" + shop.postgresAddress() + "/cortado";
        return Map.of(
                "QUARKUS_DATASOURCE_USERNAME",
                role,
                "QUARKUS_DATASOURCE_PASSWORD",
                shop.secrets().get(password),
                "QUARKUS_DATASOURCE_JDBC_URL",
                "jdbc:" + place,
                "QUARKUS_DATASOURCE_REACTIVE_URL",
                place);
    }

    private String nodes() {
        Stream<String> ours = shop.settings().tiers().stream()
                .map(InferenceParts::partOf)
                .distinct()
                .map(part ->
                        part.equals("inference-small") ? PartPort.INFERENCE_SMALL_GRPC : PartPort.INFERENCE_LARGE_GRPC)
                .map(port -> Workshop.LOOPBACK + ":" + shop.port(port));
        return Stream.concat(ours, shop.settings().given(SettingKey.FURTHER_NODES).stream())
                .collect(Collectors.joining(","));
    }

    private PartPlan plan(
            String name,
            String module,
            SettingKey memory,
            List<PartPort> ports,
            PartPort health,
            List<String> after,
            PartPlan.Preparation preparation) {
        Path jar = Services.jar(shop.root(), module);
        return new PartPlan(
                name,
                Versions.of("cortado"),
                ports.stream().map(shop::port).toList(),
                after,
                () -> built(jar),
                preparation,
                plain -> start(name, launch(shop, jar, memory, environment(name), plain)),
                () -> healthy(shop, health),
                Ending.Ask.TERMINATE);
    }

    /// Every request passes the gateway and the router; accounting posts in batches, and answers them
    /// seldom.
    private Launch start(String name, Launch launch) {
        return name.equals("accounting") ? shop.gently(launch) : launch;
    }

    static Optional<String> built(Path jar) {
        return Files.exists(jar) ? Optional.empty() : Optional.of("not built");
    }

    static boolean healthy(Workshop shop, PartPort port) {
        return Reach.answers("http://" + Workshop.LOOPBACK + ":" + shop.port(port) + "/q/health/ready");
    }

    static Launch launch(Workshop shop, Path jar, SettingKey memory, Map<String, String> environment, boolean plain)
            throws IOException {
        List<String> command = command(shop, jar, memory);
        Path application = jar.resolveSibling("");
        String module = String.valueOf(jar.getName(jar.getNameCount() - 4));
        List<String> whole = plain ? command : new StartCache(shop).with(command, module, application);
        return new Launch(whole, shop.environment(environment), shop.data().path());
    }

    /// Without any flag of a start cache.
    static List<String> command(Workshop shop, Path jar, SettingKey memory) {
        List<String> command = new ArrayList<>();
        command.add(shop.java());
        command.add(shop.heap(memory));
        if (memory == SettingKey.MEMORY_ROUTER_MIB) {
            // What a request leaves behind is short-lived. Half of the heap for it makes pauses rare enough that fewer
            // than one request in a hundred meets one.
            command.add("-XX:NewRatio=1");
        }
        if (memory == SettingKey.MEMORY_INFERENCE_MIB) {
            command.addAll(NativeMemory.FLAGS);
        }
        command.addAll(shop.javaFlags());
        command.addAll(List.of("-Djava.util.logging.manager=org.jboss.logmanager.LogManager", "-jar", jar.toString()));
        return command;
    }

    private String text(PartPort port) {
        return Integer.toString(shop.port(port));
    }
}
