package dev.cortado.bench.calibration;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// What the operating system tells of this process and of the machine.
final class Machine {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final long KIB = 1024;
    private static final double NANOS = 1e9;
    /// Linux counts processor time of all processes in hundredths of a second.
    private static final double TICKS_PER_SECOND = 100;

    private static final int COLUMN_IDLE = 4;
    private static final int COLUMN_IO_WAIT = 5;
    private static final int COLUMNS = 8;

    private Machine() {}

    static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /// Of this process, since it began.
    static double cpuSeconds() {
        return SYSTEM.getProcessCpuTime() / NANOS;
    }

    /// Processor seconds of all processes since the machine began.
    static OptionalDouble busySeconds() {
        try {
            String[] all = Files.readAllLines(Path.of("/proc/stat")).getFirst().split("\\s+", -1);
            double ticks = 0;
            for (int i = 1; i <= COLUMNS && i < all.length; i++) {
                if (i != COLUMN_IDLE && i != COLUMN_IO_WAIT) {
                    ticks += Double.parseDouble(all[i]);
                }
            }
            return OptionalDouble.of(ticks / TICKS_PER_SECOND);
        } catch (IOException | NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /// Memory that only this process has.
    static OptionalLong anonymousBytes() {
        return status("RssAnon:");
    }

    /// Memory that shows files, such as a model's.
    static OptionalLong fileBytes() {
        return status("RssFile:");
    }

    private static OptionalLong status(String name) {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /// Energy that the processor's counters have counted; empty where they cannot be read. The counters start again
    /// from zero at times: whoever sees them fall leaves that stretch out.
    static OptionalDouble countedJoules() {
        return countedJoules(Path.of("/sys/class/powercap"));
    }

    static OptionalDouble countedJoules(Path powercap) {
        try (Stream<Path> domains = Files.list(powercap)) {
            List<Path> packages = domains.filter(Machine::isPackage).toList();
            double micros = 0;
            for (Path each : packages) {
                micros += Double.parseDouble(
                        Files.readString(each.resolve("energy_uj")).strip());
            }
            return packages.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(micros / 1e6);
        } catch (IOException | NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static boolean isPackage(Path domain) {
        return read(domain.resolve("name"))
                .filter(name -> name.startsWith("package"))
                .isPresent();
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
