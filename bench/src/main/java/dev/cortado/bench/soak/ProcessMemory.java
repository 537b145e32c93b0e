package dev.cortado.bench.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A process's anonymous memory, as Linux tells it: heap, stacks, caches and what native code allocated, without the
/// mapped files.
final class ProcessMemory {

    private static final String LINE = "RssAnon:";
    private static final long KIB = 1_024;

    private ProcessMemory() {}

    static long anonymousBytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith(LINE))
                .mapToLong(line -> KIB
                        * Long.parseLong(
                                line.substring(LINE.length()).replace("kB", "").strip()))
                .findFirst()
                .orElseThrow(() -> new IOException("this system does not tell a process's anonymous memory"));
    }
}
