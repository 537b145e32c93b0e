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

/// How often the check for self-consistency errs, on real models: it may be allowed where that is at most a tenth.
@Command(
        name = "consistency",
        mixinStandardHelpOptions = true,
        description = "How often samples that agree are wrong, and samples that differ right, on tasks with answers.")
final class ConsistencyBenchCommand extends MeasuringCommand {
    private static final int PORT_BASE = 28480;
    private static final String PROGRAM = "dev.cortado.bench.consistency.ConsistencyBench";

    @Option(names = "--tier", defaultValue = "small", description = "small, medium or large (${DEFAULT-VALUE})")
    private String tier = "small";

    @Option(names = "--samples", defaultValue = "3", description = "that are compared (${DEFAULT-VALUE})")
    private int samples;

    @Option(names = "--tasks", defaultValue = "200", description = "of the calibration's half (${DEFAULT-VALUE})")
    private int tasks;

    @Option(names = "--streams", defaultValue = "1", description = "asked at the same time (${DEFAULT-VALUE})")
    private int streams;

    private Tier named() {
        return Arrays.stream(Tier.values())
                .filter(each -> each.word().equals(tier))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--tier is small, medium or large, not " + tier));
    }

    @Override
    Outcome measure(Path data) throws IOException, InterruptedException {
        if (samples < 2 || tasks < 1 || streams < 1) {
            throw new IllegalArgumentException("at least two samples, one task and one stream");
        }
        ServiceKeys keys = new ServiceKeys(
                new TreeMap<>(Map.of("cortado.gateway.output.compared-samples", Integer.toString(samples))));
        EnumSet<Tier> tiers = EnumSet.of(Tier.SMALL, named());
        try (LocalStack stack = LocalStack.start(tiers, PORT_BASE, data, Map.of(SettingKey.BUDGET_USD, "1000"), keys)) {
            Path plan = data.resolve("plan.json");
            PrivateFiles.write(
                    plan,
                    new ObjectMapper()
                            .writeValueAsString(Map.of(
                                    "baseUrl", stack.baseUrl(),
                                    "apiKey", stack.apiKey(),
                                    "model", tier,
                                    "tasks", tasks,
                                    "streams", streams)));
            return program().run(PROGRAM, List.of("-XX:+UseSerialGC", "-Xmx256m"), List.of(plan.toString()), Map.of());
        }
    }
}
