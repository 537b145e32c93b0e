package dev.cortado.local.bench;

import dev.cortado.local.LocalStack;
import dev.cortado.local.settings.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// How long the small tier takes to answer: on empty data, and again on data that is there.
final class StartupBench implements Bench {
    private static final int PORT_BASE = 27460;

    @Override
    public String purpose() {
        return "seconds from the start to the small tier's first answer, first and second time";
    }

    @Override
    public Outcome run(Path root, Path maven) throws IOException, InterruptedException {
        SequencedMap<String, Number> figures = new LinkedHashMap<>();
        Path data = Files.createTempDirectory("cortado-bench");
        try {
            for (String time : new String[] {"first", "second"}) {
                long begin = System.nanoTime();
                try (LocalStack stack = LocalStack.start(EnumSet.of(Tier.SMALL), PORT_BASE, data)) {
                    figures.put(time + "_ready_seconds", seconds(System.nanoTime() - begin));
                    stack.readyAfterMillis()
                            .forEach((part, millis) -> figures.put(
                                    time + "_" + part.replace('-', '_') + "_seconds", seconds(millis * 1_000_000L)));
                }
            }
        } finally {
            try (Stream<Path> files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
        return new Outcome(figures);
    }

    private static Number seconds(long nanos) {
        return Double.valueOf(String.format(Locale.ROOT, "%.2f", nanos / 1e9));
    }
}
