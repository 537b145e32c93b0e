package dev.cortado.local.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A log that a running process appends to, rotated by copy and truncation: the process keeps its file open, so
/// a rename would not stop it from growing. Lines written between copy and truncation, microseconds, are lost.
public record LogFile(Path file) {
    /// Moves the text to `file.1`, older ones one further, once it has `bytesMax` bytes.
    public boolean rotate(long bytesMax, int filesKept) throws IOException {
        if (!Files.exists(file) || Files.size(file) < bytesMax) {
            return false;
        }
        for (int age = filesKept - 1; age >= 1; age--) {
            Path older = aged(age);
            if (Files.exists(older)) {
                Files.move(older, aged(age + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (filesKept > 0) {
            Files.copy(file, aged(1), StandardCopyOption.REPLACE_EXISTING);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
        return true;
    }

    private Path aged(int age) {
        return file.resolveSibling(file.getFileName() + "." + age);
    }
}
