package dev.cortado.local.artefact;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Lets only one at a time bring an artefact, of all processes and threads that share a directory: what is half done
/// lies in one file, to which two would append. The lock goes with the process that holds it; its empty file stays.
final class OneFetcher implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(250);

    private final FileChannel channel;

    private OneFetcher(FileChannel channel) {
        this.channel = channel;
    }

    /// Waits for as long as another fetches, and says so.
    static OneFetcher of(Path lock, Progress progress) throws IOException, InterruptedException {
        FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            while (tried(channel) == null) {
                progress.at("another process is fetching it", 0, 0);
                Thread.sleep(LOOK);
            }
            return new OneFetcher(channel);
        } catch (IOException | InterruptedException | RuntimeException e) {
            channel.close();
            throw e;
        }
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
