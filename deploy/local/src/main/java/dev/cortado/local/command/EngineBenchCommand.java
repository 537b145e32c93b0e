package dev.cortado.local.command;

import dev.cortado.local.LocalStack;
import dev.cortado.local.artefact.Catalogue.Engine;
import dev.cortado.local.artefact.Catalogue.Model;
import dev.cortado.local.artefact.NodeLlamaStore;
import dev.cortado.local.bench.Outcome;
import dev.cortado.local.part.InferenceParts;
import dev.cortado.local.part.NativeMemory;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.settings.PartPort;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The engine's speed, in process and as it is served, beside node-llama-cpp on the same libraries.
/// Kafka is the launcher's; the service is started by the bench.
@Command(
        name = "engine",
        mixinStandardHelpOptions = true,
        description = "Prefill and decode rates of the engine, its service and node-llama-cpp, and first tokens.")
final class EngineBenchCommand extends MeasuringCommand {
    private static final int PORT_BASE = 28180;
    private static final int SLOTS = 8;
    private static final int CONTEXT_TOKENS = 8_192;

    /// What to measure.
    enum Part {
        ALL,
        SPEED,
        LATENCY
    }

    @Option(names = "--model", paramLabel = "FILE", description = "a GGUF file instead of the tiers' models")
    private @Nullable Path model;

    @Option(
            names = "--tiers",
            defaultValue = "medium,small",
            description = "whose models; the first one's figures have no prefix (${DEFAULT-VALUE})")
    private String tiers = "medium,small";

    @Option(names = "--part", defaultValue = "all", description = "all, speed or latency (${DEFAULT-VALUE})")
    private String part = "all";

    @Option(
            names = "--rounds",
            defaultValue = "4",
            description = "of speed, each contestant in turn (${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--long-prompts",
            defaultValue = "2",
            description = "of 4,096 tokens, under which first tokens are measured (${DEFAULT-VALUE})")
    private int longPrompts;

    @Option(
            names = "--threads",
            defaultValue = "2",
            description = "compute threads of each contestant; at most the cores (${DEFAULT-VALUE})")
    private int threads;

    @Override
    boolean needsStack() {
        return false;
    }

    @Override
    Outcome measure(Path data) throws IOException, InterruptedException {
        Part which = Part.valueOf(part.toUpperCase(Locale.ROOT));
        if (rounds < 1 || longPrompts < 1 || threads < 1) {
            throw new IllegalArgumentException("at least one round, one long prompt and one thread");
        }
        Workshop shop = Common.workshop(own(data)
                .with(SettingKey.PARTS, "kafka,inference-small")
                .with(SettingKey.TIERS, model == null ? tiers : "small"));
        new Bringing(shop).run(true);
        Engine engine = InferenceParts.engine(shop);
        Path script = new NodeLlamaStore(
                        shop.settings().cacheDirectory().resolve("npm"),
                        shop.root().resolve("deploy").resolve("node-llama-cpp"))
                .bring(engine, shop.engines().place(engine), new ProgressLine("node-llama-cpp"));
        try (LocalStack stack =
                LocalStack.start(EnumSet.of(Tier.SMALL), PORT_BASE, data, Map.of(SettingKey.PARTS, "kafka"))) {
            StackHand hand = new StackHand(stack);
            BenchFiles files = new BenchFiles(data);
            Map<String, Path> models = models(shop);
            List<String> arguments = new ArrayList<>(List.of(
                    Integer.toString(which == Part.LATENCY ? 0 : rounds),
                    Integer.toString(which == Part.SPEED ? 0 : longPrompts),
                    files.commands(stack, List.of("inference-small")).toString(),
                    shop.root().resolve("deploy").resolve("catalogue.json").toString(),
                    shop.engines().place(engine).toString(),
                    Integer.toString(stack.port(PartPort.INFERENCE_SMALL_GRPC)),
                    script.toString(),
                    Integer.toString(threads),
                    Integer.toString(SLOTS),
                    Integer.toString(CONTEXT_TOKENS),
                    Files.createTempDirectory("cortado-engine-logs").toString()));
            models.forEach((variant, file) -> arguments.addAll(List.of(
                    variant,
                    file.toString(),
                    prefix(shop, variant, models.keySet().iterator().next()))));
            Map<String, String> environment = new LinkedHashMap<>(hand.environment());
            // What is compared in process has the allocator that a node has.
            environment.putAll(NativeMemory.ENVIRONMENT);
            List<String> flags = new ArrayList<>(List.of("-XX:+UseSerialGC", "-Xmx512m"));
            flags.addAll(NativeMemory.FLAGS);
            return program().run("dev.cortado.bench.engine.EngineBench", flags, arguments, environment);
        }
    }

    /// The file of each variant, in the order in which they are measured.
    private Map<String, Path> models(Workshop shop) throws IOException {
        Map<String, Path> models = new LinkedHashMap<>();
        if (model != null) {
            String name = String.valueOf(model.getFileName());
            models.put(name.replaceFirst("\\.gguf$", "").toLowerCase(Locale.ROOT), model.toRealPath());
            return models;
        }
        for (String tier : tiers.split(",", -1)) {
            Model found = shop.catalogue()
                    .ofTier(Tier.valueOf(tier.strip().toUpperCase(Locale.ROOT)))
                    .orElseThrow(() -> new IllegalArgumentException("the catalogue has no model of tier " + tier));
            models.put(found.variant(), shop.models().file(found));
        }
        return models;
    }

    private static String prefix(Workshop shop, String variant, String first) {
        return variant.equals(first)
                ? ""
                : shop.catalogue().models().stream()
                        .filter(one -> one.variant().equals(variant))
                        .findFirst()
                        .map(one -> one.tier().word())
                        .orElse("");
    }
}
