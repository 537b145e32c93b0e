package dev.cortado.local.command;

import dev.cortado.local.LocalStack;
import dev.cortado.local.bench.Outcome;
import dev.cortado.local.settings.PartPort;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// How fast requests are admitted. The launcher keeps PostgreSQL, Kafka, accounting and the router; the bench starts a
/// node that answers at once, and the gateway.
@Command(
        name = "admission",
        mixinStandardHelpOptions = true,
        description = "Admission inside the router, its Route call, and the whole path, at steady rates.")
final class AdmissionBenchCommand extends MeasuringCommand {
    private static final int PORT_BASE = 27480;

    /// What to measure.
    enum Part {
        ALL,
        ROUTE,
        SYNC,
        PATH
    }

    @Option(
            names = "--part",
            defaultValue = "all",
            description = "all, route (with sync), sync or path (${DEFAULT-VALUE})")
    private String part = "all";

    @Option(names = "--rate", defaultValue = "2000", description = "Route calls a second (${DEFAULT-VALUE})")
    private int rate;

    @Option(
            names = "--sync-rate",
            defaultValue = "100",
            description = "Route calls a second that must ask accounting, for as long as one run of Route"
                    + " (${DEFAULT-VALUE})")
    private int syncRate;

    @Option(
            names = "--beside-rate",
            defaultValue = "500",
            description = "Route calls a second beside those, of the other tenants (${DEFAULT-VALUE})")
    private int besideRate;

    @Option(names = "--path-rate", defaultValue = "1000", description = "whole requests a second (${DEFAULT-VALUE})")
    private int pathRate;

    @Option(names = "--seconds", defaultValue = "60", description = "of one run of Route (${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--runs", defaultValue = "5", description = "of Route, whose median counts (${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--path-seconds", defaultValue = "120", description = "of the whole path (${DEFAULT-VALUE})")
    private int pathSeconds;

    @Option(names = "--warmup", defaultValue = "30", description = "seconds before each part (${DEFAULT-VALUE})")
    private int warmUp;

    @Option(names = "--tenants", defaultValue = "1000", description = "besides a hot one (${DEFAULT-VALUE})")
    private int tenants;

    @Override
    Outcome measure(Path data) throws IOException, InterruptedException {
        if (rate < 1 || syncRate < 1 || besideRate < 1 || pathRate < 1 || tenants < 1) {
            throw new IllegalArgumentException("each rate must be at least 1, and --tenants");
        }
        if (seconds < 1 || runs < 1 || pathSeconds < 1 || warmUp < 0) {
            throw new IllegalArgumentException("each number must be at least 1, --warmup at least 0");
        }
        String word = Part.valueOf(part.toUpperCase(Locale.ROOT)).name();
        Map<SettingKey, String> settings = Map.of(SettingKey.PARTS, "postgres,kafka,accounting,router");
        try (LocalStack stack = LocalStack.start(EnumSet.of(Tier.SMALL), PORT_BASE, data, settings)) {
            StackHand hand = new StackHand(stack);
            return program()
                    .run(
                            "dev.cortado.bench.admission.AdmissionBench",
                            List.of("-XX:+UseSerialGC", "-Xms512m", "-Xmx512m", "-Xmn384m"),
                            arguments(word, stack, data),
                            hand.environment(),
                            hand);
        }
    }

    private List<String> arguments(String word, LocalStack stack, Path data) throws IOException {
        Path logs = Files.createTempDirectory("cortado-admission-logs");
        BenchFiles files = new BenchFiles(data);
        return List.of(
                word,
                Integer.toString(rate),
                Integer.toString(syncRate),
                Integer.toString(besideRate),
                Integer.toString(pathRate),
                Integer.toString(seconds),
                Integer.toString(runs),
                Integer.toString(pathSeconds),
                Integer.toString(warmUp),
                Integer.toString(stack.port(PartPort.ROUTER_GRPC)),
                Integer.toString(stack.port(PartPort.ROUTER_MANAGEMENT)),
                Integer.toString(stack.port(PartPort.GATEWAY)),
                Integer.toString(stack.port(PartPort.INFERENCE_SMALL_GRPC)),
                stack.variant(Tier.SMALL),
                files.commands(stack, List.of("router", "gateway")).toString(),
                files.keys(tenants + 1).toString(),
                logs.toString());
    }
}
