package dev.cortado.local.artefact;

import dev.cortado.local.artefact.Catalogue.WheelPart;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Joins the parts of a file out of wheels. Wheels are unzipped, never installed, so that none of their code
/// runs; each is deleted once its part is joined, so that the disk never holds the file twice.
/// Beside the partial file stands how many parts it holds and how long it was then, which is where an
/// interrupted join goes on.
final class WheelJoin {
    /// Brings one wheel into an empty directory.
    interface WheelClient {
        Attempted download(WheelPart part, Path directory, Progress progress) throws IOException, InterruptedException;
    }

    private final WheelClient client;

    WheelJoin(WheelClient client) {
        this.client = client;
    }

    Attempted bring(List<WheelPart> parts, Path partial, long bytes, Progress progress)
            throws IOException, InterruptedException {
        Path note = partial.resolveSibling(partial.getFileName() + ".joined");
        int joined = goOn(partial, note);
        Path directory = partial.resolveSibling(partial.getFileName() + ".wheel");
        for (int i = joined; i < parts.size(); i++) {
            WheelPart part = parts.get(i);
            long before = Files.exists(partial) ? Files.size(partial) : 0;
            FileTree.delete(directory);
            Files.createDirectories(directory);
            Attempted attempted = client.download(
                    part, directory, (what, done, total) -> progress.at(what, Math.min(bytes, before + done), bytes));
            switch (attempted) {
                case Attempted.Failed failed -> {
                    FileTree.delete(directory);
                    return failed;
                }
                case Attempted.Brought _ -> append(part, directory, partial);
            }
            FileTree.delete(directory);
            Files.writeString(note, (i + 1) + " " + Files.size(partial));
            progress.at(part.packageName(), Files.size(partial), bytes);
        }
        Files.deleteIfExists(note);
        return new Attempted.Brought();
    }

    /// Shortens the partial file to the last whole part, and returns how many parts it holds.
    private static int goOn(Path partial, Path note) throws IOException {
        if (!Files.exists(note) || !Files.exists(partial)) {
            Files.deleteIfExists(partial);
            Files.deleteIfExists(note);
            return 0;
        }
        try {
            String[] words = Files.readString(note).strip().split(" ", -1);
            int joined = Integer.parseInt(words[0]);
            long length = Long.parseLong(words[1]);
            if (Files.size(partial) < length) {
                throw new NumberFormatException("shorter than noted");
            }
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                channel.truncate(length);
            }
            return joined;
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            Files.delete(partial);
            Files.delete(note);
            return 0;
        }
    }

    private static void append(WheelPart part, Path directory, Path partial) throws IOException {
        Path wheel;
        try (Stream<Path> files = Files.list(directory)) {
            wheel = files.filter(file -> file.toString().endsWith(".whl"))
                    .findFirst()
                    .orElseThrow(() -> new FetchException("no wheel of " + part.packageName() + " came"));
        }
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            ZipEntry entry = zip.getEntry(part.member());
            if (entry == null) {
                throw new FetchException("the wheel of " + part.packageName() + " has no " + part.member());
            }
            try (InputStream in = zip.getInputStream(entry);
                    OutputStream out = Files.newOutputStream(
                            partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
                in.transferTo(out);
            }
        }
    }
}
