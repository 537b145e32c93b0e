package dev.cortado.local.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.LocalStack;
import dev.cortado.local.bench.Outcome;
import dev.cortado.local.secret.PrivateFiles;
import dev.cortado.local.settings.ServiceKeys;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Tier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// How often the check for self-consistency errs, or the one that asks a verifier, on real models: it may be allowed
/// where that is at most a tenth.
@Command(
        name = "consistency",
        mixinStandardHelpOptions = true,
        description = "How often samples that agree are wrong, and samples that differ right, on tasks with answers;"
                + " or how often a verifier errs about them.")
final class ConsistencyBenchCommand extends MeasuringCommand {
    private static final int PORT_BASE = 28480;
    private static final String PROGRAM = "dev.cortado.bench.consistency.ConsistencyBench";

    @Option(names = "--tier", defaultValue = "small", description = "small, medium or large (${DEFAULT-VALUE})")
    private String tier = "small";

    @Option(names = "--samples", defaultValue = "3", description = "that are compared (${DEFAULT-VALUE})")
    private int samples;

    @Option(
            names = "--verifier",
            defaultValue = "",
            description = "asks this tier whether the answer is right, instead of comparing samples")
    private String verifier = "";

    @Option(names = "--tasks", defaultValue = "200", description = "of the calibration's half (${DEFAULT-VALUE})")
    private int tasks;

    @Option(names = "--streams", defaultValue = "1", description = "asked at the same time (${DEFAULT-VALUE})")
    private int streams;

    private static Tier named(String option, String word) {
        return Arrays.stream(Tier.values())
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(option + " is small, medium or large, not " + word));
    }

    @Override
    Outcome measure(Path data) throws IOException, InterruptedException {
        if (samples < 2 || tasks < 1 || streams < 1) {
            throw new IllegalArgumentException("at least two samples, one task and one stream");
        }
        EnumSet<Tier> tiers = EnumSet.of(Tier.SMALL, named("--tier", tier));
        boolean verifies = !verifier.isEmpty();
        if (verifies) {
            tiers.add(named("--verifier", verifier));
            if (verifier.equals(tier)) {
                throw new IllegalArgumentException(
                        "--verifier and --tier are both " + tier + ", which would judge its own answers: name two");
            }
        }
        ServiceKeys keys = new ServiceKeys(new TreeMap<>(
                verifies
                        ? Map.of("cortado.gateway.output.verifier", verifier)
                        : Map.of("cortado.gateway.output.compared-samples", Integer.toString(samples))));
        try (LocalStack stack = LocalStack.start(tiers, PORT_BASE, data, Map.of(SettingKey.BUDGET_USD, "1000"), keys)) {
            Path plan = data.resolve("plan.json");
            PrivateFiles.write(
                    plan,
                    new ObjectMapper()
                            .writeValueAsString(Map.of(
                                    "baseUrl",
                                    stack.baseUrl(),
                                    "apiKey",
                                    stack.apiKey(),
                                    "model",
                                    tier,
                                    "check",
                                    verifies ? "verifier" : "self-consistency",
                                    "tasks",
                                    tasks,
                                    "streams",
                                    streams)));
            return program().run(PROGRAM, List.of("-XX:+UseSerialGC", "-Xmx256m"), List.of(plan.toString()), Map.of());
        }
    }
}
