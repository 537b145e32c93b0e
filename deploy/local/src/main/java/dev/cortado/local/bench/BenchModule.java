package dev.cortado.local.bench;

import dev.cortado.local.build.Reactor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The reactor's module `bench`, compiled, with everything it runs on: its programs see the services' own classes.
/// What it runs on is listed by its build.
public final class BenchModule {
    private static final String MODULE = "bench";

    private final Path root;

    public BenchModule(Path root) {
        this.root = root;
    }

    /// Where the build lists what the programs run on.
    public static Path classPathFile(Path root) {
        return root.resolve(MODULE).resolve("target").resolve("bench.classpath");
    }

    /// Compiles it where it or a service has changed since.
    public void bring(Reactor reactor) throws IOException, InterruptedException {
        if (!reactor.stale(List.of(MODULE)).isEmpty()) {
            System.err.println("compiling the benches");
            reactor.build(List.of(MODULE));
        }
    }

    /// A program of the module, ready to start: standard error is the person's, the other two streams are piped.
    public ProcessBuilder program(
            String mainClass, List<String> flags, List<String> arguments, Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                root.resolve(MODULE).resolve("target").resolve("classes")
                        + File.pathSeparator
                        + Files.readString(classPathFile(root)).strip(),
                mainClass));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(root.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        return builder;
    }

    /// Runs a program whose output is the person's to read, and which ends with this process.
    ///
    /// @return its exit code
    public int run(String mainClass, List<String> flags, String argument) throws IOException, InterruptedException {
        Process process = program(mainClass, flags, List.of(argument), Map.of())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread ending = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(ending);
        int exit = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(ending);
        return exit;
    }
}
