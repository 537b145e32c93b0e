package dev.cortado.local.part;

import java.nio.file.Path;
import java.util.List;

/// Which modules of the reactor are services, and where their build puts the program.
public final class Services {
    public static final List<String> MODULES =
            List.of("accounting-service", "router-service", "inference-service", "gateway-service");

    /// The module that makes a folder of jars for the router's second stage.
    public static final String SENTENCE_ENCODER = "sentence-encoder";

    private Services() {}

    /// The folder that a build of [#SENTENCE_ENCODER] makes.
    public static Path encoderFolder(Path root) {
        return root.resolve(SENTENCE_ENCODER).resolve("target").resolve("encoder");
    }

    /// What a build of a module makes last.
    public static Path product(Path root, String module) {
        return module.equals(SENTENCE_ENCODER)
                ? encoderFolder(root).resolve(SENTENCE_ENCODER + ".jar")
                : jar(root, module);
    }

    public static Path jar(Path root, String module) {
        return root.resolve(module).resolve("target").resolve("quarkus-app").resolve("quarkus-run.jar");
    }
}
