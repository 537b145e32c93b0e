package dev.cortado.local.command;

import dev.cortado.local.bench.Outcome;
import dev.cortado.local.build.Maven;
import dev.cortado.local.build.Reactor;
import dev.cortado.local.part.Services;
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

    @Option(
            names = "--sentence-splits",
            paramLabel = "K",
            defaultValue = "3",
            description = {
                "splits, at most as many as there are, on which the gain of a sentence model beside the features is",
                "measured (${DEFAULT-VALUE}; 0: not measured, and its 92 MB of libraries are not fetched)"
            })
    private int sentenceSplits;

    @Override
    boolean needsStack() {
        return false;
    }

    @Override
    Outcome measure(Path data) throws IOException, InterruptedException {
        if (sentenceSplits < 0) {
            throw new IllegalArgumentException("--sentence-splits must be at least 0");
        }
        if (seeds < 1 || labels.isEmpty() || labels.stream().anyMatch(count -> count < 1)) {
            throw new IllegalArgumentException("--seeds and --labels must be at least 1");
        }
        List<String> arguments = new ArrayList<>();
        arguments.add(String.join(",", labels.stream().map(String::valueOf).toList()));
        arguments.add(Integer.toString(seeds));
        arguments.add(Integer.toString(sentenceSplits));
        List<Path> outcomes = files();
        for (Path each : outcomes) {
            if (!Files.isReadable(each)) {
                throw new IllegalArgumentException("no file to read: " + each + "; name one with --data");
            }
        }
        arguments.add(sentenceSplits > 0 ? sentenceEncoder().toString() : "");
        outcomes.forEach(each -> arguments.add(each.toAbsolutePath().toString()));
        return program().run(PROGRAM, List.of("-XX:+UseSerialGC", "-Xmx1g"), arguments, Map.of());
    }

    /// The second stage's folder, built if need be.
    private static Path sentenceEncoder() throws IOException, InterruptedException {
        Path root = Common.root();
        Reactor reactor = new Reactor(root, new Maven(Common.maven()), module -> Services.product(root, module));
        List<String> modules = List.of(Services.SENTENCE_ENCODER);
        if (!reactor.stale(modules).isEmpty()) {
            System.err.println(
                    "compiling the sentence encoder, with 92 MB of libraries where Maven's repository has none"
                            + " (--sentence-splits 0 does without)");
            reactor.build(modules);
        }
        return Services.encoderFolder(root);
    }

    private List<Path> files() throws IOException {
        if (file != null) {
            return List.of(file);
        }
        Path usual = Common.root().resolve(USUAL).normalize();
        return USUAL_FILES.stream().map(usual::resolve).toList();
    }
}
