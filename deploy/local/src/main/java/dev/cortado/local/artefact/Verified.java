package dev.cortado.local.artefact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whether a file has been checked already: a note beside it holds the checksum, length and time it had then, so
/// that a gigabyte is not read again at each start. A file laid by hand has no note yet and is checked once.
final class Verified {
    private Verified() {}

    static boolean is(Path file, long bytes, String sha256) throws IOException {
        if (!Files.exists(file) || Files.size(file) != bytes) {
            return false;
        }
        if (known(file, bytes, sha256)) {
            return true;
        }
        if (!Digests.sha256(file).equals(sha256)) {
            return false;
        }
        note(file, sha256);
        return true;
    }

    /// Writes down that the file, as it is now, has been found right.
    static void note(Path file, String sha256) throws IOException {
        Files.writeString(note(file), words(file, sha256));
    }

    static void forget(Path file) throws IOException {
        Files.deleteIfExists(note(file));
    }

    static boolean known(Path file, long bytes, String sha256) throws IOException {
        return Files.exists(file)
                && Files.size(file) == bytes
                && Files.exists(note(file))
                && Files.readString(note(file)).equals(words(file, sha256));
    }

    private static String words(Path file, String sha256) throws IOException {
        return sha256 + " " + Files.size(file) + " "
                + Files.getLastModifiedTime(file).toMillis();
    }

    private static Path note(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".verified");
    }
}
