package dev.cortado.local.artefact;

import dev.cortado.local.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Real servers against which the adapters to remote engines are tested, each installed from PyPI into an environment
/// of its own in the cache: llama.cpp's server, compiled into the wheel of xllamacpp, and MLServer. Building
/// llama-server from source would take 20 minutes for the same code.
public final class RemoteServerStore {
    /// The server's program and its version.
    public enum Server {
        LLAMA("xllamacpp", "2026.10.11549", "35 MB, 110 MB on disk"),
        MLSERVER("mlserver", "1.7.1", "100 MB, 330 MB on disk");

        private final String packageName;
        private final String version;
        private final String size;

        Server(String packageName, String version, String size) {
            this.packageName = packageName;
            this.version = version;
            this.size = size;
        }

        /// For people, and in the name of its directory.
        public String title() {
            return packageName + "-" + version;
        }
    }

    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final String ENVIRONMENT = "environment";

    private final Path directory;
    private final Consumer<String> told;

    /// @param directory of programs in the cache
    /// @param told hears what is done, line by line
    public RemoteServerStore(Path directory, Consumer<String> told) {
        this.directory = directory;
        this.told = told;
    }

    /// A Python that has the server, made if it is not here yet.
    public Path python(Server server) throws IOException, InterruptedException {
        Path place = directory.resolve(server.title());
        Path python = python(place);
        if (Files.isExecutable(python)) {
            told.accept(server.title() + ": here already, " + python);
            return python;
        }
        if (!Tool.ask(List.of("python3", "--version")).well()) {
            throw new FetchException(server.title() + " needs python3, and there is none");
        }
        told.accept(server.title() + ": installing from PyPI, with what it needs (" + server.size + ")");
        long begun = System.nanoTime();
        Staged.directory(place, target -> {
            run(target, List.of("python3", "-m", "venv", ENVIRONMENT));
            run(
                    target,
                    List.of(
                            python(target).toString(),
                            "-m",
                            "pip",
                            "install",
                            "-q",
                            "--disable-pip-version-check",
                            "--only-binary",
                            ":all:",
                            server.packageName + "==" + server.version));
        });
        told.accept(server.title() + ": installed in "
                + Duration.ofNanos(System.nanoTime() - begun).toSeconds() + " s");
        return python;
    }

    private static Path python(Path place) {
        return place.resolve(ENVIRONMENT).resolve("bin").resolve("python");
    }

    private static void run(Path work, List<String> command) throws IOException, InterruptedException {
        Tool.Said said = Tool.run(work, Map.of(), LIMIT, command);
        if (!said.well()) {
            throw new FetchException(String.join(" ", command) + ":\n" + said.tail(20));
        }
    }
}
