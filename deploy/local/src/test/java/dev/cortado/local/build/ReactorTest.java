package dev.cortado.local.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Builds fake modules with a Maven that does nothing.
final class ReactorTest {
    private static final List<String> MODULES = List.of(
            "contracts",
            "evaluation",
            "accounting-service",
            "router-service",
            "inference-service",
            "gateway-service",
            "sentence-encoder",
            "bench");

    @TempDir
    private Path root;

    private Reactor reactor;

    @BeforeEach
    void lay() throws IOException {
        Files.writeString(root.resolve("pom.xml"), "");
        Files.writeString(root.resolve("product"), "");
        for (String module : MODULES) {
            Files.createDirectories(root.resolve(module).resolve("src/main"));
            Files.writeString(root.resolve(module).resolve("pom.xml"), "");
            Files.writeString(root.resolve(module).resolve("src/main/One.java"), "");
        }
        Path maven = Files.writeString(root.resolve("mvn"), "exit 0\n");
        reactor = new Reactor(root, new Maven(maven), module -> root.resolve("product"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "contracts",
                "evaluation",
                "accounting-service",
                "router-service",
                "inference-service",
                "gateway-service",
                "bench"
            })
    void stale_anyServiceChanged_benchesAreCompiledAnew(String changed) throws IOException, InterruptedException {
        reactor.build(List.of("bench"));
        assertEquals(List.of(), reactor.stale(List.of("bench")));

        Files.writeString(root.resolve(changed).resolve("src/main/Two.java"), "");

        assertEquals(List.of("bench"), reactor.stale(List.of("bench")));
    }

    @Test
    void stale_routerChanged_theSentenceEncoderIsCompiledAnew() throws IOException, InterruptedException {
        reactor.build(List.of("sentence-encoder"));
        assertEquals(List.of(), reactor.stale(List.of("sentence-encoder")));

        Files.writeString(root.resolve("router-service/src/main/Two.java"), "");

        assertEquals(List.of("sentence-encoder"), reactor.stale(List.of("sentence-encoder")));
    }

    @Test
    void stale_otherServiceChanged_aServiceIsNot() throws IOException, InterruptedException {
        reactor.build(List.of("router-service"));
        Files.writeString(root.resolve("gateway-service/src/main/Two.java"), "");

        assertEquals(List.of(), reactor.stale(List.of("router-service")));
    }
}
