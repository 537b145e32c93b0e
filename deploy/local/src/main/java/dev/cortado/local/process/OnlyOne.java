package dev.cortado.local.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// What only one process does at a time. The lock goes with the process that holds it; its empty file stays.
public final class OnlyOne implements AutoCloseable {

    private final FileChannel channel;

    private OnlyOne(FileChannel channel) {
        this.channel = channel;
    }

    /// @param file the lock's, in a directory that is there
    /// @param otherwise what to say where another has it
    /// @throws IOException that says so
    public static OnlyOne of(Path file, String otherwise) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tried(channel) == null) {
            channel.close();
            throw new IOException(otherwise);
        }
        return new OnlyOne(channel);
    }

    private static @Nullable FileLock tried(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another thread of this very process.
            return null;
        }
    }

    /// Lets the next one begin.
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
