package dev.cortado.local.build;

import dev.cortado.local.process.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Compiles the services when what they are made of has changed: no lint, no test, only a program. What they
/// were last made of is noted in `.cortado/`, which git ignores.
public final class Reactor {
    private static final String BENCH = "bench";
    private static final String SENTENCE_ENCODER = "sentence-encoder";
    private static final String PACKAGING = "-Dquarkus.package.jar.type=aot-jar";

    private final Path root;
    private final Maven maven;
    private final Function<String, Path> product;

    /// `product` is the file that the build of a module makes.
    public Reactor(Path root, Maven maven, Function<String, Path> product) {
        this.root = root;
        this.maven = maven;
        this.product = product;
    }

    /// Those of the modules that are not built, or whose sources changed since.
    public List<String> stale(List<String> modules) throws IOException {
        List<String> stale = new ArrayList<>();
        for (String module : modules) {
            Path stamp = stamp(module);
            if (!Files.exists(product.apply(module))
                    || !Files.exists(stamp)
                    || !Files.readString(stamp).equals(fingerprint(module))) {
                stale.add(module);
            }
        }
        return stale;
    }

    /// Builds them; throws with Maven's last words if that fails.
    public void build(List<String> modules) throws IOException, InterruptedException {
        List<String> before = new ArrayList<>();
        for (String module : modules) {
            before.add(fingerprint(module));
        }
        Tool.Said said = maven.run(
                root,
                List.of(
                        "-f",
                        PlainPath.of(root).resolve("pom.xml").toString(),
                        "-q",
                        "-DskipTests",
                        // A flat class path: what the JDK's start cache can hold.
                        PACKAGING,
                        "-Dmaven.compiler.release=25",
                        "package",
                        "-am",
                        "-pl",
                        String.join(",", modules)));
        Path log = root.resolve(".cortado").resolve("build.log");
        Files.createDirectories(log.getParent());
        Files.writeString(log, said.output());
        if (!said.well()) {
            throw new IOException("the services do not compile (all of the log: " + log + ")\n" + errors(said));
        }
        for (int i = 0; i < modules.size(); i++) {
            Files.writeString(stamp(modules.get(i)), before.get(i));
        }
    }

    /// The first errors: what follows them is Maven's advice and traces.
    private static String errors(Tool.Said said) {
        return said.output()
                .lines()
                .filter(line -> line.startsWith("[ERROR]") && !line.contains("\tat "))
                .limit(12)
                .collect(Collectors.joining("\n"));
    }

    /// Services share only the contracts; benches see every service, and a sentence encoder the router that loads it.
    private static List<String> madeOf(String module) {
        return switch (module) {
            case BENCH ->
                List.of(
                        "contracts",
                        "evaluation",
                        "accounting-service",
                        "router-service",
                        "inference-service",
                        "gateway-service",
                        module);
            case SENTENCE_ENCODER -> List.of("contracts", "router-service", module);
            default -> List.of("contracts", module);
        };
    }

    private Path stamp(String module) {
        return root.resolve(".cortado").resolve(module + ".stamp");
    }

    /// A digest of name, size and time of every file that the module is made of. A file's bytes are not read:
    /// this runs at each start.
    private String fingerprint(String module) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        digest.update(PACKAGING.getBytes(StandardCharsets.UTF_8));
        List<Path> sources = new ArrayList<>(List.of(root.resolve("pom.xml")));
        for (String each : madeOf(module)) {
            sources.add(root.resolve(each).resolve("pom.xml"));
            sources.add(root.resolve(each).resolve("src").resolve("main"));
        }
        for (Path source : sources) {
            try (Stream<Path> files = Files.walk(source)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
                    String line = root.relativize(file) + " " + facts.size() + " "
                            + facts.lastModifiedTime().toMillis() + "\n";
                    digest.update(line.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
