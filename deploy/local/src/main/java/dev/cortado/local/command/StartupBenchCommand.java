package dev.cortado.local.command;

import dev.cortado.local.LocalStack;
import dev.cortado.local.bench.Outcome;
import dev.cortado.local.settings.Tier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import picocli.CommandLine.Command;

/// How long the small tier takes to answer: on empty data, and again on data that is there.
@Command(
        name = "startup",
        mixinStandardHelpOptions = true,
        description = "Seconds from the start to the small tier's first answer, first and second time.")
final class StartupBenchCommand extends MeasuringCommand {
    private static final int PORT_BASE = 27460;

    @Override
    Outcome measure(Path data) throws IOException, InterruptedException {
        SequencedMap<String, Number> figures = new LinkedHashMap<>();
        for (String time : new String[] {"first", "second"}) {
            long begin = System.nanoTime();
            try (LocalStack stack = LocalStack.start(EnumSet.of(Tier.SMALL), PORT_BASE, data)) {
                figures.put(time + "_ready_seconds", seconds(System.nanoTime() - begin));
                stack.readyAfterMillis()
                        .forEach((part, millis) -> figures.put(
                                time + "_" + part.replace('-', '_') + "_seconds", seconds(millis * 1_000_000L)));
            }
        }
        return new Outcome(figures);
    }

    private static Number seconds(long nanos) {
        return Double.valueOf(String.format(Locale.ROOT, "%.2f", nanos / 1e9));
    }
}
