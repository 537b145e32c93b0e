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
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// The engine's native libraries, brought with the user's own npm. The package's tarball is unpacked, not
/// installed: no script of it runs.
public final class EngineStore {
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private final Path directory;

    public EngineStore(Path directory) {
        this.directory = directory;
    }

    public Path place(Engine engine) {
        return directory.resolve(engine.platform() + "-" + engine.version());
    }

    /// A tarball laid here by hand is used instead of npm's.
    public Path byHand(Engine engine) {
        return directory.resolve(tarball(engine));
    }

    public boolean has(Engine engine) {
        return Files.exists(place(engine).resolve(engine.library()));
    }

    public void fetch(Engine engine, Progress progress) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Staged.directory(place(engine), target -> {
            Path work = Files.createDirectory(target.resolve("work"));
            Path tarball = Files.exists(byHand(engine)) ? byHand(engine) : pack(engine, work, progress);
            if (!Digests.integrity(tarball).equals(engine.integrity())) {
                throw new FetchException(tarball.getFileName() + " differs from what was published (sha512); refused");
            }
            try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(tarball))) {
                Archive.untar(in, work);
            }
            try (Stream<Path> files = Files.list(work.resolve(engine.member()))) {
                for (Path file : files.toList()) {
                    Files.move(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            FileTree.delete(work);
        });
    }

    private Path pack(Engine engine, Path work, Progress progress) throws IOException, InterruptedException {
        progress.at("npm pack " + engine.packageName(), 0, engine.bytes());
        if (!Tool.ask(List.of("npm", "--version")).well()) {
            throw new FetchException("there is no npm (install nodejs), which brings the engine's libraries; or lay "
                    + byHand(engine) + " by hand");
        }
        Tool.Said said = Tool.run(
                work,
                Map.of(),
                LIMIT,
                List.of("npm", "pack", "--ignore-scripts", "--silent", engine.packageName() + "@" + engine.version()));
        Path tarball = work.resolve(tarball(engine));
        if (!said.well() || !Files.exists(tarball)) {
            throw new FetchException("npm pack " + engine.packageName() + ": " + said.tail(5) + "\nLay "
                    + byHand(engine) + " by hand, or mend npm");
        }
        progress.at("npm pack " + engine.packageName(), engine.bytes(), engine.bytes());
        return tarball;
    }

    private static String tarball(Engine engine) {
        return engine.packageName().replace("@", "").replace('/', '-') + "-" + engine.version() + ".tgz";
    }
}
