package dev.cortado.inference.llama;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// The memory of this machine or container.
final class SystemMemory {

    private static final Path LINUX = Path.of("/proc/meminfo");
    private static final Path CONTAINER_LIMIT = Path.of("/sys/fs/cgroup/memory.max");
    private static final Path CONTAINER_USE = Path.of("/sys/fs/cgroup/memory.current");
    private static final Path CONTAINER_PARTS = Path.of("/sys/fs/cgroup/memory.stat");
    private static final long BYTES_PER_KIB = 1_024;

    private SystemMemory() {}

    /// All there is, in bytes.
    static long total() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    /// What could be had now, in bytes, files that can be read again counted as free; all there is where the system
    /// does not say, as on macOS.
    static long available() {
        long machine = number(LINUX, "MemAvailable:").orElse(Long.MAX_VALUE / BYTES_PER_KIB) * BYTES_PER_KIB;
        OptionalLong limit = number(CONTAINER_LIMIT, "");
        OptionalLong used = number(CONTAINER_USE, "");
        long container = limit.isPresent() && used.isPresent()
                ? limit.getAsLong()
                        - used.getAsLong()
                        + number(CONTAINER_PARTS, "inactive_file").orElse(0)
                : Long.MAX_VALUE;
        return Math.max(0, Math.min(total(), Math.min(machine, container)));
    }

    /// The number after a line's name; empty if the file, the line or the number is not there.
    private static OptionalLong number(Path file, String name) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length()).strip().split(" ", 2)[0])
                    .filter(word -> word.chars().allMatch(Character::isDigit) && !word.isEmpty())
                    .mapToLong(Long::parseLong)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
