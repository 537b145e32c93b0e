package dev.cortado.local.command;

import dev.cortado.local.LocalStack;
import dev.cortado.local.bench.Outcome;
import dev.cortado.local.part.InferenceParts;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.settings.PartPort;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Thousands of short generations on the small tier with four adapters. Kafka is the launcher's; the service is
/// started by the bench.
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        description = "Short, mixed and cancelled generations: crashes, memory, and every usage event recounted.")
final class SoakBenchCommand extends MeasuringCommand {
    private static final int PORT_BASE = 28200;

    @Option(names = "--generations", defaultValue = "10000", description = "how many (${DEFAULT-VALUE})")
    private int generations;

    @Option(names = "--seed", defaultValue = "1", description = "of what is asked (${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--threads",
            defaultValue = "2",
            description = "compute threads; at most the cores (${DEFAULT-VALUE})")
    private int threads;

    @Override
    boolean needsStack() {
        return false;
    }

    @Override
    Outcome measure(Path data) throws IOException, InterruptedException {
        if (generations < 2 || threads < 1) {
            throw new IllegalArgumentException("at least two generations and one thread");
        }
        Workshop shop = Common.workshop(
                own(data).with(SettingKey.PARTS, "kafka,inference-small").with(SettingKey.TIERS, "small"));
        new Bringing(shop).run(true);
        var model = shop.catalogue().ofTier(Tier.SMALL).orElseThrow();
        try (LocalStack stack =
                LocalStack.start(EnumSet.of(Tier.SMALL), PORT_BASE, data, Map.of(SettingKey.PARTS, "kafka"))) {
            StackHand hand = new StackHand(stack);
            return program()
                    .run(
                            "dev.cortado.bench.soak.SoakBench",
                            List.of("-XX:+UseSerialGC", "-Xmx512m"),
                            List.of(
                                    Integer.toString(generations),
                                    Long.toString(seed),
                                    new BenchFiles(data)
                                            .commands(stack, List.of("inference-small"))
                                            .toString(),
                                    shop.root()
                                            .resolve("deploy")
                                            .resolve("catalogue.json")
                                            .toString(),
                                    shop.engines()
                                            .place(InferenceParts.engine(shop))
                                            .toString(),
                                    Integer.toString(stack.port(PartPort.INFERENCE_SMALL_GRPC)),
                                    Integer.toString(threads),
                                    model.variant(),
                                    shop.models().file(model).toString(),
                                    Files.createTempDirectory("cortado-soak").toString()),
                            hand.environment());
        }
    }
}
