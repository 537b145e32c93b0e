package dev.cortado.local.inspect;

import dev.cortado.local.process.PipCommand;
import dev.cortado.local.process.Tool;
import dev.cortado.local.settings.Platform;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Looks at what the platform needs of the machine that it runs on.
public final class Machine {
    private static final int JDK_WANTED = 25;
    private static final long GIB = 1L << 30;

    private Machine() {}

    public static List<Finding> tools() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        int jdk = Runtime.version().feature();
        findings.add(
                jdk >= JDK_WANTED
                        ? Finding.well("JDK " + Runtime.version() + " in " + System.getProperty("java.home"))
                        : Finding.wrong("JDK " + jdk, "install a JDK " + JDK_WANTED + " or later"));
        findings.add(tool(
                List.of("mvn", "--version"),
                "Maven",
                Finding.Level.WRONG,
                "it fetches what is built and run: apt install maven, or brew install maven"));
        findings.add(tool(
                List.of("npm", "--version"),
                "npm",
                Finding.Level.WRONG,
                "it brings the engine's libraries: apt install npm, or brew install node"));
        findings.add(tool(
                PipCommand.version(PipCommand.here().orElse(PipCommand.USUAL)),
                "pip",
                Finding.Level.NOTE,
                "only where huggingface.co cannot be reached: apt install python3-pip"));
        return findings;
    }

    private static Finding tool(List<String> command, String name, Finding.Level without, String how)
            throws InterruptedException {
        Tool.Said said = Tool.ask(command);
        String first = said.output().lines().findFirst().orElse("").replaceAll("\u001B\\[[0-9;]*m", "");
        return said.well()
                ? Finding.well(name + ": " + first)
                : new Finding(without, "there is no " + command.getFirst(), how);
    }

    /// glibc or musl decides which native libraries load.
    public static Finding library(Platform platform) throws InterruptedException {
        if (platform.mac()) {
            return Finding.well("C library: that of macOS");
        }
        String said = Tool.ask(List.of("ldd", "--version")).output();
        if (said.toLowerCase(Locale.ROOT).contains("musl")) {
            return Finding.wrong(
                    "C library: musl, for which neither the engine nor PostgreSQL has binaries here",
                    "use a system with glibc, such as Debian, Ubuntu or Fedora");
        }
        return Finding.well("C library: " + said.lines().findFirst().orElse("unknown"));
    }

    public static Finding memory() {
        Optional<Long> bytes = memoryBytes();
        if (bytes.isEmpty()) {
            return Finding.note("memory: unknown", "small and medium need 8 GiB in all, large 4 GiB more");
        }
        String words = String.format(Locale.ROOT, "memory: %.1f GiB", bytes.get() / (double) GIB);
        if (bytes.get() < 7 * GIB) {
            return Finding.wrong(words, "small and medium are made for 8 GiB; try --tiers small");
        }
        return bytes.get() < 11 * GIB
                ? Finding.note(words, "enough for small and medium (--tiers small,medium); large wants 12 GiB")
                : Finding.well(words);
    }

    private static Optional<Long> memoryBytes() {
        java.lang.management.OperatingSystemMXBean system =
                java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        return system instanceof com.sun.management.OperatingSystemMXBean whole
                ? Optional.of(whole.getTotalMemorySize())
                : Optional.empty();
    }

    public static Finding processor() {
        String flags = "";
        try {
            flags = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            // there is no such file on macOS
        }
        List<String> known = new ArrayList<>();
        for (String flag : List.of("sse4_2", "avx", "avx2", "avx512f", "amx_int8", "asimddp", "i8mm", "sve")) {
            if (flags.contains(" " + flag)) {
                known.add(flag);
            }
        }
        return Finding.well("processor: " + Runtime.getRuntime().availableProcessors() + " cores "
                + String.join(" ", known) + ", from which the engine picks its backend");
    }

    public static Finding disk(Path place, long wantedBytes) {
        try {
            Path there = place;
            while (!Files.exists(there) && there.getParent() != null) {
                there = there.getParent();
            }
            FileStore store = Files.getFileStore(there);
            String words = String.format(Locale.ROOT, "disk of %s: %.1f GB free", place, store.getUsableSpace() / 1e9);
            return store.getUsableSpace() < wantedBytes
                    ? Finding.wrong(
                            words,
                            String.format(Locale.ROOT, "%.1f GB are needed: make room or move it", wantedBytes / 1e9))
                    : Finding.well(words);
        } catch (IOException e) {
            return Finding.note("disk of " + place + ": " + e.getMessage(), "check that it can be written");
        }
    }
}
