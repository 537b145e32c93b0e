package dev.cortado.local.part;

import dev.cortado.local.artefact.FileTree;
import dev.cortado.local.artefact.MavenStore;
import dev.cortado.local.settings.PartPort;
import dev.cortado.local.settings.SettingKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How each program with a start cache is rehearsed beside the running stack. Accounting and the router run as one
/// replica more, which the protocol allows, the router under a name of its own; the inference process serves the small
/// model under a name that no router knows; Kafka is a broker of its own on an empty directory.
public final class Rehearsals {
    private final Workshop shop;
    private final ServiceParts services;

    private Rehearsals(Workshop shop) {
        this.shop = shop;
        this.services = new ServiceParts(shop);
    }

    /// Those programs of this stack that have no cache that fits, in the order in which they are rehearsed.
    public static List<Rehearsal> wanted(Workshop shop) throws IOException {
        Rehearsals all = new Rehearsals(shop);
        StartCache cache = new StartCache(shop);
        List<Rehearsal> wanted = new ArrayList<>();
        List<String> parts =
                StackPlan.of(shop).parts().stream().map(PartPlan::name).toList();
        for (String part : List.of("accounting", "router", "inference-small", "gateway", "kafka")) {
            if (parts.contains(part)) {
                Rehearsal rehearsal = all.of(part);
                if (rehearsal.wanted(cache)) {
                    wanted.add(rehearsal);
                }
            }
        }
        return wanted;
    }

    private Rehearsal of(String part) {
        return switch (part) {
            case "accounting" ->
                service(
                        part,
                        "accounting-service",
                        SettingKey.MEMORY_ACCOUNTING_MIB,
                        PartPort.REHEARSAL,
                        Map.of(
                                "QUARKUS_HTTP_PORT", port(PartPort.REHEARSAL),
                                "QUARKUS_GRPC_SERVER_PORT", port(PartPort.REHEARSAL_SECOND)));
            case "router" ->
                service(
                        part,
                        "router-service",
                        SettingKey.MEMORY_ROUTER_MIB,
                        PartPort.REHEARSAL,
                        Map.of(
                                "QUARKUS_HTTP_PORT", port(PartPort.REHEARSAL),
                                "CORTADO_ROUTER_GRPC_PORT", port(PartPort.REHEARSAL_SECOND),
                                "CORTADO_ROUTER_NAME", "router-rehearsal"));
            case "inference-small" ->
                service(
                        part,
                        "inference-service",
                        SettingKey.MEMORY_INFERENCE_MIB,
                        PartPort.REHEARSAL,
                        Map.of(
                                "QUARKUS_HTTP_PORT", port(PartPort.REHEARSAL),
                                "CORTADO_INFERENCE_GRPC_PORT", port(PartPort.REHEARSAL_SECOND),
                                "CORTADO_INFERENCE_NODE", "cpu-small-rehearsal",
                                "CORTADO_INFERENCE_VARIANTS",
                                        InferenceParts.firstSmall(shop).variant()));
            case "gateway" ->
                service(
                        part,
                        "gateway-service",
                        SettingKey.MEMORY_GATEWAY_MIB,
                        PartPort.REHEARSAL_SECOND,
                        Map.of(
                                "QUARKUS_HTTP_PORT", port(PartPort.REHEARSAL),
                                "QUARKUS_MANAGEMENT_PORT", port(PartPort.REHEARSAL_SECOND)));
            case "kafka" -> kafka();
            default -> throw new IllegalArgumentException("there is no rehearsal of " + part);
        };
    }

    private Rehearsal service(
            String part, String module, SettingKey memory, PartPort health, Map<String, String> differing) {
        Path jar = Services.jar(shop.root(), module);
        Map<String, String> environment = new HashMap<>(services.environment(part));
        environment.putAll(differing);
        return new Rehearsal(
                module,
                ServiceParts.command(shop, jar, memory),
                jar.resolveSibling(""),
                shop.environment(environment),
                () -> {},
                () -> ServiceParts.healthy(shop, health));
    }

    private Rehearsal kafka() {
        Path directory = shop.data().run().resolve("rehearsal").resolve("kafka");
        KafkaPart broker = new KafkaPart(
                shop,
                new KafkaPart.Place(
                        directory,
                        shop.port(PartPort.REHEARSAL),
                        shop.port(PartPort.REHEARSAL_SECOND),
                        Optional.empty()));
        return new Rehearsal(
                "kafka",
                broker.command(),
                shop.programs().place(MavenStore.Program.KAFKA),
                shop.environment(Map.of()),
                () -> {
                    FileTree.delete(directory);
                    broker.prepare();
                },
                broker::ready);
    }

    private String port(PartPort port) {
        return Integer.toString(shop.port(port));
    }
}
