package dev.cortado.local.bench;

import java.io.IOException;
import java.nio.file.Path;

/// One thing that can be measured.
public interface Bench {
    String purpose();

    /// Runs on ports and data of its own, and leaves nothing behind.
    Outcome run(Path root, Path maven) throws IOException, InterruptedException;
}
