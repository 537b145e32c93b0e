package dev.cortado.local.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a figure must be read with: the machine that it was measured on.
public final class MachineDescription {
    private MachineDescription() {}

    public static Map<String, Object> here() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        all.put("architecture", System.getProperty("os.arch"));
        all.put("cores", Runtime.getRuntime().availableProcessors());
        all.put("processor", processor());
        if (java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system) {
            all.put("memoryBytes", system.getTotalMemorySize());
        }
        all.put("jdk", Runtime.version().toString());
        return all;
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
