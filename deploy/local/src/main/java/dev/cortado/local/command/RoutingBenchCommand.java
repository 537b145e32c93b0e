package dev.cortado.local.command;

import dev.cortado.local.bench.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The predictor of utility on outcomes that are known; it needs no stack.
@Command(
        name = "routing",
        mixinStandardHelpOptions = true,
        description = "Predicts which model's answer is right, beside chance, length, the best model and an oracle.")
final class RoutingBenchCommand extends MeasuringCommand {
    private static final String PROGRAM = "dev.cortado.bench.routing.RoutingBench";
    private static final Path USUAL = Path.of("..", "shared", "data", "routing");
    private static final List<String> USUAL_FILES = List.of("routellm_mmlu.csv.gz", "ulab_9models.csv.gz");

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = {
                "a CSV, plain or gzip: prompt, weak_ok, strong_ok; or prompt, score:MODEL..., cost:MODEL...",
                "without it, routellm_mmlu.csv.gz and ulab_9models.csv.gz in ../shared/data/routing"
            })
    private @Nullable Path file;

    @Option(
            names = "--labels",
            paramLabel = "N",
            split = ",",
            defaultValue = "1500,5000",
            description = "labels to learn from, of two models; several with commas (${DEFAULT-VALUE})")
    private List<Integer> labels = List.of();

    @Option(names = "--seeds", paramLabel = "K", defaultValue = "10", description = "splits (${DEFAULT-VALUE})")
    private int seeds;

    @Override
    boolean needsStack() {
        return false;
    }

    @Override
    Outcome measure(Path data) throws IOException, InterruptedException {
        if (seeds < 1 || labels.isEmpty() || labels.stream().anyMatch(count -> count < 1)) {
            throw new IllegalArgumentException("--seeds and --labels must be at least 1");
        }
        List<String> arguments = new ArrayList<>();
        arguments.add(String.join(",", labels.stream().map(String::valueOf).toList()));
        arguments.add(Integer.toString(seeds));
        for (Path each : files()) {
            if (!Files.isReadable(each)) {
                throw new IllegalArgumentException("no file to read: " + each + "; name one with --data");
            }
            arguments.add(each.toAbsolutePath().toString());
        }
        return program().run(PROGRAM, List.of("-XX:+UseSerialGC", "-Xmx1g"), arguments, Map.of());
    }

    private List<Path> files() throws IOException {
        if (file != null) {
            return List.of(file);
        }
        Path usual = Common.root().resolve(USUAL).normalize();
        return USUAL_FILES.stream().map(usual::resolve).toList();
    }
}
