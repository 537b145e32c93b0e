package dev.cortado.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// One process for as long as it lives: its number and when it started, since numbers are used again.
/// On Linux the start is the kernel's own tick count together with the boot, which no change of clock moves.
public record ProcessMark(long pid, String start) {
    private static final Path PROC = Path.of("/proc");
    private static final int STATE = 0;
    private static final int START_TICKS = 19;

    public static Optional<ProcessMark> of(long pid) {
        return startOf(pid).map(start -> new ProcessMark(pid, start));
    }

    public static ProcessMark current() {
        return of(ProcessHandle.current().pid()).orElseThrow(() -> new IllegalStateException("no mark of our own"));
    }

    /// Whether this very process still runs; one that ended and waits to be reaped does not.
    public boolean alive() {
        return startOf(pid).filter(start::equals).isPresent();
    }

    public Optional<ProcessHandle> handle() {
        return alive() ? ProcessHandle.of(pid) : Optional.empty();
    }

    private static Optional<String> startOf(long pid) {
        if (Files.isDirectory(PROC.resolve("self"))) {
            return linuxStart(pid);
        }
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().startInstant())
                .map(Instant::toEpochMilli)
                .map(String::valueOf);
    }

    private static Optional<String> linuxStart(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
            // The command stands in parentheses and may hold blanks and parentheses of its own.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            if (fields[STATE].equals("Z") || fields[STATE].equals("X")) {
                return Optional.empty();
            }
            return Optional.of(fields[START_TICKS] + "@" + bootOf());
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static String bootOf() throws IOException {
        return Files.readString(PROC.resolve("sys/kernel/random/boot_id"))
                .strip()
                .substring(0, 8);
    }
}
