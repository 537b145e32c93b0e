package dev.cortado.local.command;

import dev.cortado.local.bench.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The router's pacing on streams of requests whose predictions are known; it needs no stack.
@Command(
        name = "pacing",
        mixinStandardHelpOptions = true,
        description = "Spends budgets on streams of requests, beside the most that hindsight could have bought.")
final class PacingBenchCommand extends MeasuringCommand {
    private static final String PROGRAM = "dev.cortado.bench.pacing.PacingBench";
    private static final Path USUAL = Path.of("..", "shared", "data", "routing", "ulab_9models.csv.gz");

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = {
                "a CSV, plain or gzip: prompt, score:MODEL..., cost:MODEL...",
                "without it, ulab_9models.csv.gz in ../shared/data/routing"
            })
    private @Nullable Path file;

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "10000",
            description = "requests in a stream (${DEFAULT-VALUE})")
    private int requests;

    @Option(
            names = "--seeds",
            paramLabel = "K",
            defaultValue = "10",
            description = "streams of each kind (${DEFAULT-VALUE})")
    private int seeds;

    @Option(
            names = "--window",
            paramLabel = "N",
            defaultValue = "1000",
            description = "recent requests that the price is solved from (${DEFAULT-VALUE})")
    private int window;

    @Override
    boolean needsStack() {
        return false;
    }

    @Override
    Outcome measure(Path data) throws IOException, InterruptedException {
        if (requests < 1 || seeds < 1 || window < 2) {
            throw new IllegalArgumentException("--requests and --seeds must be at least 1, --window at least 2");
        }
        Path outcomes = file == null ? Common.root().resolve(USUAL).normalize() : file;
        if (!Files.isReadable(outcomes)) {
            throw new IllegalArgumentException("no file to read: " + outcomes + "; name one with --data");
        }
        return program()
                .run(
                        PROGRAM,
                        List.of("-XX:+UseSerialGC", "-Xmx1g"),
                        List.of(
                                Integer.toString(requests),
                                Integer.toString(seeds),
                                Integer.toString(window),
                                outcomes.toAbsolutePath().toString()),
                        Map.of());
    }
}
