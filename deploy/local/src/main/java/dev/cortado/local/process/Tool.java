package dev.cortado.local.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs a short command to its end and keeps what it said.
public final class Tool {
    /// A killed process is gone within milliseconds, unless the kernel holds it.
    private static final Duration GONE_WITHIN = Duration.ofSeconds(2);

    private Tool() {}

    /// How it ended and what it wrote, both streams together.
    public record Said(int exit, String output) {
        public boolean well() {
            return exit == 0;
        }

        /// The last lines, for a message.
        public String tail(int lines) {
            List<String> all = output.lines().toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        }
    }

    /// What came so far; written by the reading thread, read by the waiting one.
    private static final class Lines {
        private final StringBuilder text = new StringBuilder();

        synchronized void add(String line) {
            text.append(line).append('\n');
        }

        synchronized String text() {
            return text.toString();
        }
    }

    public static Said run(Path directory, Map<String, String> environment, Duration limit, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        Lines output = new Lines();
        Thread reader = Thread.ofVirtual().start(() -> drain(process, output));
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                kill(process);
                return new Said(
                        124, output.text() + command.getFirst() + ": no end within " + limit.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            kill(process);
            throw e;
        }
        reader.join(Duration.ofSeconds(2));
        return new Said(process.exitValue(), output.text());
    }

    /// The same, for a question about the machine: a command that is not there has simply failed.
    public static Said ask(List<String> command) throws InterruptedException {
        try {
            return run(Path.of("/"), Map.of(), Duration.ofSeconds(15), command);
        } catch (IOException e) {
            return new Said(127, String.valueOf(e.getMessage()));
        }
    }

    private static void kill(Process process) throws InterruptedException {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroyForcibly().waitFor(GONE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        below.forEach(ProcessHandle::destroyForcibly);
    }

    private static void drain(Process process, Lines output) {
        try (var reader = process.inputReader()) {
            reader.lines().forEach(output::add);
        } catch (IOException | java.io.UncheckedIOException e) {
            output.add(String.valueOf(e.getMessage()));
        }
    }
}
