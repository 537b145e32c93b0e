package dev.cortado.local.part;

import dev.cortado.local.artefact.Catalogue.Adapted;
import dev.cortado.local.artefact.Catalogue.Engine;
import dev.cortado.local.artefact.Catalogue.Model;
import dev.cortado.local.process.Ending;
import dev.cortado.local.settings.PartPort;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Settings;
import dev.cortado.local.settings.SettingsException;
import dev.cortado.local.settings.Tier;
import dev.cortado.local.settings.Versions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One inference process per pool, so that a native abort takes one pool down and no other: small and
/// medium share one, large has its own.
public final class InferenceParts {
    private static final String MODULE = "inference-service";

    /// Running attempts may end by themselves before the process is killed.
    private static final Duration DRAIN = Duration.ofSeconds(7);

    private InferenceParts() {}

    /// The process that serves a tier.
    public static String partOf(Tier tier) {
        return switch (tier) {
            case SMALL, MEDIUM -> "inference-small";
            case LARGE -> "inference-large";
        };
    }

    static List<PartPlan> plans(Workshop shop) {
        List<PartPlan> plans = new ArrayList<>();
        plans.add(plan(
                shop,
                Tier.SMALL,
                List.of(PartPort.INFERENCE_SMALL_GRPC, PartPort.INFERENCE_SMALL_MANAGEMENT),
                List.of()));
        if (shop.settings().tiers().contains(Tier.LARGE)) {
            plans.add(plan(
                    shop,
                    Tier.LARGE,
                    List.of(PartPort.INFERENCE_LARGE_GRPC, PartPort.INFERENCE_LARGE_MANAGEMENT),
                    List.of(PartPlan.SMALL_TIER)));
        }
        return plans;
    }

    private static PartPlan plan(Workshop shop, Tier first, List<PartPort> ports, List<String> after) {
        Path jar = Services.jar(shop.root(), MODULE);
        ServiceParts services = new ServiceParts(shop);
        return new PartPlan(
                partOf(first),
                Versions.of("cortado"),
                ports.stream().map(shop::port).toList(),
                after,
                () -> missing(shop, jar, first),
                () -> {
                    services.prepare(partOf(first));
                    new CheckedModels(shop).arrange();
                },
                plain -> shop.gently(ServiceParts.launch(
                        shop, jar, SettingKey.MEMORY_INFERENCE_MIB, services.environment(partOf(first)), plain)),
                () -> ServiceParts.healthy(shop, ports.getLast()),
                Ending.Ask.TERMINATE);
    }

    private static Optional<String> missing(Workshop shop, Path jar, Tier first) throws IOException {
        if (!shop.engines().has(engine(shop))) {
            return Optional.of("the engine's libraries are not fetched yet");
        }
        return anyKnown(shop, first) ? ServiceParts.built(jar) : Optional.of("its model is not fetched yet");
    }

    /// The small model that is fetched first, so that something answers soon.
    static Model firstSmall(Workshop shop) {
        return shop.catalogue()
                .ofTier(Tier.SMALL)
                .orElseThrow(() -> new SettingsException("the catalogue has no model of the small tier"));
    }

    /// One of the tier's variants is enough to start: the others are loaded when their files come.
    static boolean anyKnown(Workshop shop, Tier tier) throws IOException {
        for (Model model : shop.catalogue().models()) {
            if (model.tier() == tier && shop.models().known(model)) {
                return true;
            }
        }
        return false;
    }

    /// Both processes differ only in pool, ports and variants.
    static Map<String, String> environment(Workshop shop, Tier first) {
        boolean small = first != Tier.LARGE;
        PartPort grpc = small ? PartPort.INFERENCE_SMALL_GRPC : PartPort.INFERENCE_LARGE_GRPC;
        PartPort management = small ? PartPort.INFERENCE_SMALL_MANAGEMENT : PartPort.INFERENCE_LARGE_MANAGEMENT;
        String pool = small ? "cpu-small" : "cpu-large";
        Map<String, String> all = ServiceParts.common(shop);
        all.putAll(Map.of(
                "QUARKUS_HTTP_HOST", Workshop.LOOPBACK,
                "QUARKUS_HTTP_PORT", Integer.toString(shop.port(management)),
                "CORTADO_INFERENCE_GRPC_HOST", Workshop.LOOPBACK,
                "CORTADO_INFERENCE_GRPC_PORT", Integer.toString(shop.port(grpc)),
                "CORTADO_INFERENCE_NODE", pool + "-1",
                "CORTADO_INFERENCE_POOL", pool,
                "CORTADO_INFERENCE_VARIANTS", variants(shop, partOf(first)),
                "CORTADO_INFERENCE_DRAIN_TIME_MAX", DRAIN.toString(),
                "CORTADO_SIGNING_KEYS", shop.secrets().signingKeys()));
        int threads = threads(shop.settings(), Runtime.getRuntime().availableProcessors());
        if (threads > 0) {
            all.put("CORTADO_INFERENCE_THREADS", Integer.toString(threads));
        }
        all.putAll(NativeMemory.ENVIRONMENT);
        all.put("CORTADO_MODELS_DIRECTORY", shop.data().models().toString());
        all.put(
                "CORTADO_ENGINE_LIBRARY_DIRECTORY",
                shop.engines().place(engine(shop)).toString());
        return all;
    }

    /// Compute threads of each process; 0 leaves it to the service, which takes half of the cores.
    ///
    /// @throws SettingsException if the processes together would take more than the cores
    public static int threads(Settings settings, int cores) {
        int threads = settings.number(SettingKey.INFERENCE_THREADS);
        int processes = settings.tiers().contains(Tier.LARGE) ? 2 : 1;
        if (threads * processes > cores) {
            throw new SettingsException(
                    SettingKey.INFERENCE_THREADS.key() + ": " + processes + " processes of " + threads
                            + " threads would take more than the " + cores + " cores of this machine; give at most "
                            + cores / processes + ", or 0 for half of the cores each");
        }
        return threads;
    }

    /// The engine of this machine's platform.
    public static Engine engine(Workshop shop) {
        return shop.catalogue()
                .engine(shop.platform().engine())
                .orElseThrow(() -> new SettingsException(
                        "the catalogue has no engine for " + shop.platform().engine()));
    }

    /// Also those whose file is still to come: the process loads each when its file appears. A variant
    /// that is an adapter goes where its base is.
    private static String variants(Workshop shop, String part) {
        Set<String> own = StackPlan.models(shop).stream()
                .filter(model -> partOf(model.tier()).equals(part))
                .map(Model::variant)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Stream<String> adapted = shop.catalogue().adapted().stream()
                .filter(variant -> own.contains(variant.base()))
                .map(Adapted::variant);
        return Stream.concat(own.stream(), adapted).collect(Collectors.joining(","));
    }
}
