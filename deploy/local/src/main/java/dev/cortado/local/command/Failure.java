package dev.cortado.local.command;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Carries the first failure of several threads to where they are joined.
final class Failure {
    private @Nullable Exception first;

    /// Work that may fail in the expected ways.
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    void guard(Work work) {
        try {
            work.run();
        } catch (IOException | InterruptedException | RuntimeException e) {
            synchronized (this) {
                if (first == null) {
                    first = e;
                }
            }
        }
    }

    synchronized void rethrow() throws IOException, InterruptedException {
        switch (first) {
            case null -> {
                // all went well
            }
            case IOException e -> throw e;
            case InterruptedException e -> throw e;
            case RuntimeException e -> throw e;
            default -> throw new IllegalStateException(first);
        }
    }
}
