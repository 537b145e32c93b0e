package dev.cortado.local.part;

import java.nio.file.Path;
import java.util.List;

/// Which modules of the reactor are services, and where their build puts the program.
public final class Services {
    public static final List<String> MODULES =
            List.of("accounting-service", "router-service", "inference-service", "gateway-service");

    private Services() {}

    public static Path jar(Path root, String module) {
        return root.resolve(module).resolve("target").resolve("quarkus-app").resolve("quarkus-run.jar");
    }
}
