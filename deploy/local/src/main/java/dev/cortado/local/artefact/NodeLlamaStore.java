package dev.cortado.local.artefact;

import dev.cortado.local.artefact.Catalogue.Engine;
import dev.cortado.local.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The npm package node-llama-cpp, beside which the engine is measured: brought with the user's own npm by a lock that
/// names checksums and no addresses. No script of it runs, and its native package is replaced by one that points to the
/// engine's libraries that are there already, so that both run the very same ones.
public final class NodeLlamaStore {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String SCRIPT = "generate.mjs";
    private static final List<String> LOCK = List.of("package.json", "package-lock.json");

    private final Path directory;
    private final Path project;

    /// @param directory of what is fetched
    /// @param project the directory of the lock and the script
    public NodeLlamaStore(Path directory, Path project) {
        this.directory = directory;
        this.project = project;
    }

    /// Brings the package where it is not there yet.
    ///
    /// @param libraries where the engine's libraries lie
    /// @return the script, beside what it imports
    public Path bring(Engine engine, Path libraries, Progress progress) throws IOException, InterruptedException {
        Path place = directory.resolve("node-llama-cpp-" + engine.version() + "-" + engine.platform());
        Files.createDirectories(directory);
        Staged.directory(place, target -> {
            progress.at("npm install node-llama-cpp", 0, 1);
            if (!Tool.ask(List.of("npm", "--version")).well()) {
                throw new FetchException("there is no npm (install nodejs), which brings node-llama-cpp");
            }
            for (String file : LOCK) {
                Files.copy(project.resolve(file), target.resolve(file));
            }
            Tool.Said said = Tool.run(
                    target,
                    Map.of(),
                    LIMIT,
                    List.of(
                            "npm",
                            "install",
                            "--no-save",
                            "--ignore-scripts",
                            "--omit=optional",
                            "--no-audit",
                            "--no-fund",
                            "--loglevel=error"));
            if (!said.well()) {
                throw new FetchException("npm install node-llama-cpp: " + said.tail(5));
            }
            point(target.resolve("node_modules"), engine, libraries);
            progress.at("npm install node-llama-cpp", 1, 1);
        });
        return Files.copy(project.resolve(SCRIPT), place.resolve(SCRIPT), StandardCopyOption.REPLACE_EXISTING);
    }

    private static void point(Path modules, Engine engine, Path libraries) throws IOException {
        Path own = modules.resolve(engine.packageName());
        Path bins = Files.createDirectories(own.resolve("bins"));
        Files.createSymbolicLink(bins.resolve(engine.platform()), libraries.toAbsolutePath());
        Files.writeString(
                own.resolve("package.json"),
                "{\"name\":\"%s\",\"version\":\"%s\",\"type\":\"module\",\"exports\":\"./index.js\"}\n"
                        .formatted(engine.packageName(), engine.version()));
        Files.writeString(own.resolve("index.js"), """
                import {fileURLToPath} from "node:url";
                export const getBinsDir = () =>
                    ({binsDir: fileURLToPath(new URL("./bins", import.meta.url)), packageVersion: "%s"});
                """.formatted(engine.version()));
    }
}
