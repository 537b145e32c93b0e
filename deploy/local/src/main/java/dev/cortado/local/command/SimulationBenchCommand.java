package dev.cortado.local.command;

import dev.cortado.local.bench.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The deterministic simulation of the money protocol; it needs no stack.
@Command(
        name = "simulation",
        mixinStandardHelpOptions = true,
        description = "Histories of the money protocol under every fault, and its broken variants until caught.")
final class SimulationBenchCommand extends MeasuringCommand {
    private static final String PROGRAM = "dev.cortado.bench.simulation.Simulation";

    @Option(names = "--histories", defaultValue = "1000000", description = "how many (${DEFAULT-VALUE})")
    private long histories;

    @Option(names = "--seed", defaultValue = "1", description = "the same seed, the same histories (${DEFAULT-VALUE})")
    private long seed;

    @Override
    boolean needsStack() {
        return false;
    }

    @Override
    Outcome measure(Path data) throws IOException, InterruptedException {
        if (histories < 1) {
            throw new IllegalArgumentException("--histories must be at least 1");
        }
        return program()
                .run(
                        PROGRAM,
                        List.of("-XX:+UseParallelGC", "-Xmx768m"),
                        List.of(Long.toString(histories), Long.toString(seed)),
                        Map.of());
    }
}
