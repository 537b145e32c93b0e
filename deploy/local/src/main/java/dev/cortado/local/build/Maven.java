package dev.cortado.local.build;

import dev.cortado.local.process.Tool;
import dev.cortado.local.settings.Versions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The Maven that the bootstrap script keeps in the cache. The user's settings, mirrors and credentials hold.
public final class Maven {
    public static final String DEPENDENCY_PLUGIN =
            "org.apache.maven.plugins:maven-dependency-plugin:" + Versions.of("dependency-plugin");
    private static final Duration LIMIT = Duration.ofMinutes(60);
    /// Two runs that fill one local repository at once may spoil it.
    private static final Object ONE_AT_A_TIME = new Object();

    private final Path program;

    public Maven(Path program) {
        this.program = program;
    }

    public Path program() {
        return program;
    }

    /// Runs quietly in `directory` and returns what was said.
    public Tool.Said run(Path directory, List<String> arguments) throws IOException, InterruptedException {
        synchronized (ONE_AT_A_TIME) {
            return Tool.run(directory, environment(), LIMIT, command(arguments));
        }
    }

    /// Runs with the user's own terminal for output.
    public int show(Path directory, List<String> arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command(arguments))
                .directory(directory.toFile())
                .inheritIO();
        builder.environment().putAll(environment());
        return builder.start().waitFor();
    }

    private List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("sh", program.toString(), "-B"));
        command.addAll(arguments);
        return command;
    }

    /// The build runs on the JDK that runs the launcher.
    private static Map<String, String> environment() {
        return Map.of("JAVA_HOME", System.getProperty("java.home"));
    }
}
