package dev.cortado.local.command;

import dev.cortado.local.settings.DataDirectory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows the ends of the parts' logs, and with `-f` what comes after.
@Command(name = "logs", mixinStandardHelpOptions = true, description = "Shows the logs of all parts, or of one.")
final class LogsCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(300);
    private static final int TAIL_BYTES_MAX = 1 << 20;

    @Mixin
    private final Common common = new Common();

    @Parameters(arity = "0..1", paramLabel = "PART", description = "a name that ./cortado status shows")
    private @Nullable String part;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "lines of each log (${DEFAULT-VALUE})")
    private int lines = 40;

    @Option(
            names = {"-f", "--follow"},
            description = "go on showing what comes")
    private boolean follow;

    @Override
    public Integer call() throws IOException, InterruptedException {
        DataDirectory data = new DataDirectory(common.started().dataDirectory());
        Map<Path, Long> shown = new HashMap<>();
        for (Path log : logs(data)) {
            if (part == null) {
                System.out.println("== " + log.getFileName().toString().replace(".log", ""));
            }
            last(log, lines).forEach(System.out::println);
            shown.put(log, Files.size(log));
        }
        while (follow) {
            for (Path log : logs(data)) {
                shown.put(log, more(log, shown.getOrDefault(log, 0L)));
            }
            Thread.sleep(LOOK);
        }
        return 0;
    }

    private List<Path> logs(DataDirectory data) throws IOException {
        if (part != null) {
            Path one = data.log(part);
            if (!one.normalize().startsWith(data.logs()) || !Files.exists(one)) {
                throw new IllegalArgumentException("there is no log of '" + part + "' in " + data.logs());
            }
            return List.of(one);
        }
        if (!Files.isDirectory(data.logs())) {
            throw new IllegalStateException("there are no logs in " + data.logs());
        }
        try (Stream<Path> files = Files.list(data.logs())) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    /// The last lines of a log, at most so many; none where there is no log.
    static List<String> last(Path log, int linesMax) throws IOException {
        List<String> tail = Files.exists(log) ? tail(log) : List.of();
        return tail.subList(Math.max(0, tail.size() - linesMax), tail.size());
    }

    private static List<String> tail(Path log) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - TAIL_BYTES_MAX);
            file.seek(from);
            byte[] bytes = new byte[(int) (file.length() - from)];
            int read = file.read(bytes);
            return new String(bytes, 0, Math.max(0, read), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private static long more(Path log, long from) throws IOException {
        long size = Files.size(log);
        // A log that became shorter was rotated: its text begins anew.
        long start = size < from ? 0 : from;
        if (size > start) {
            try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
                file.seek(start);
                byte[] bytes = new byte[(int) Math.min(TAIL_BYTES_MAX, size - start)];
                int read = file.read(bytes);
                System.out.print(new String(bytes, 0, Math.max(0, read), StandardCharsets.UTF_8));
                return start + Math.max(0, read);
            }
        }
        return start;
    }
}
