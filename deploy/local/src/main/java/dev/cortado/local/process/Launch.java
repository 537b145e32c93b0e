package dev.cortado.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How one process is started. Secrets go into `environment`, which only its owner can read.
public record Launch(List<String> command, Map<String, String> environment, Path directory) {
    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /// The same, standing back for others: `nice` adds this much and becomes the command itself.
    public Launch gently(int nice) {
        List<String> gentle = new ArrayList<>(List.of("nice", "-n", Integer.toString(nice)));
        gentle.addAll(command);
        return nice == 0 ? this : new Launch(gentle, environment, directory);
    }

    /// Starts it with its output appended to `log`. Appending matters: the log is shortened in place while the
    /// process writes on, also when the supervisor that started it is gone.
    public ProcessMark start(Path log) throws IOException {
        Files.createDirectories(log.getParent());
        Files.createDirectories(directory);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Map<String, String> inherited = builder.environment();
        // A setting of the user's shell must not change what a part does.
        inherited.keySet().removeIf(Launch::foreign);
        inherited.putAll(environment);
        Process process = builder.start();
        return ProcessMark.of(process.pid())
                .orElseThrow(() -> new IOException(command.getFirst() + " ended at once; see " + log));
    }

    private static boolean foreign(String name) {
        return name.startsWith("QUARKUS_")
                || name.startsWith("CORTADO_")
                || name.startsWith("KC_")
                || name.startsWith("KAFKA_")
                || name.startsWith("MP_")
                || name.startsWith("SMALLRYE_")
                || name.startsWith("PG")
                || name.equals("JAVA_TOOL_OPTIONS")
                || name.equals("JDK_JAVA_OPTIONS");
    }
}
