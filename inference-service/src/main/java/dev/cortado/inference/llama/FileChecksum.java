package dev.cortado.inference.llama;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// Holds a file against the checksum that the catalogue gives.
final class FileChecksum {

    private static final int CHUNK_BYTES = 1 << 20;

    private FileChecksum() {}

    /// @param sha256 hexadecimal; empty: nothing is verified
    /// @return what is wrong; empty if nothing is
    static Optional<String> mismatch(Path file, String sha256) {
        if (sha256.isEmpty()) {
            return Optional.empty();
        }
        String found = sha256(file);
        return found.equals(sha256.toLowerCase(Locale.ROOT))
                ? Optional.empty()
                : Optional.of("the file " + file.getFileName() + " is not the catalogue's: its sha256 is " + found
                        + ", the catalogue says " + sha256);
    }

    private static String sha256(Path file) {
        try (InputStream input = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int count = input.read(chunk); count > 0; count = input.read(chunk)) {
                digest.update(chunk, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
