package dev.cortado.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.local.build.Maven;
import dev.cortado.local.process.Tool;
import dev.cortado.local.settings.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the script `./cortado` in trees of fake JDKs, each a script that says which one it is.
final class BootstrapScriptTest {
    @TempDir
    private Path directory;

    private Path tree;
    private Path places;

    @BeforeEach
    void layTree() throws IOException {
        tree = Files.createDirectories(directory.resolve("a tree"));
        places = Files.createDirectories(directory.resolve("places"));
        Files.copy(Path.of("../../cortado"), tree.resolve("cortado"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(tree.resolve("pom.xml"), "");
        Files.createDirectories(tree.resolve("deploy/local/src/main"));
        Files.writeString(tree.resolve("deploy/local/pom.xml"), "");
        // Newer than its sources and naming only what exists, so that nothing is compiled.
        Path target = Files.createDirectories(tree.resolve("deploy/local/target"));
        Files.writeString(target.resolve("launcher.classpath"), "/");
        Files.setLastModifiedTime(
                target.resolve("launcher.classpath"),
                java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() + 60_000));
    }

    @Test
    void run_javaHomeNewEnough_isTaken() throws IOException, InterruptedException {
        Path chosen = jdk(directory.resolve("chosen"), "25.0.1");
        jdk(places.resolve("other"), "26");

        assertEquals("chosen", ran(Map.of("JAVA_HOME", chosen.toString())));
    }

    @Test
    void run_javaHomeTooOld_goesOnSearching() throws IOException, InterruptedException {
        Path old = jdk(directory.resolve("old"), "17.0.9");
        jdk(places.resolve("a-21"), "21.0.4");
        jdk(places.resolve("b-25"), "25");

        assertEquals("b-25", ran(Map.of("JAVA_HOME", old.toString())));
    }

    @Test
    void run_oldStyleVersion_isOld() throws IOException, InterruptedException {
        jdk(places.resolve("a-8"), "1.8.0_412");
        jdk(places.resolve("b-26"), "26-ea");

        assertEquals("b-26", ran(Map.of()));
    }

    @Test
    void run_runtimeWithoutCompiler_isPassedOver() throws IOException, InterruptedException {
        Path runtime = jdk(places.resolve("a-runtime"), "25");
        Files.delete(runtime.resolve("bin/javac"));
        jdk(places.resolve("b-jdk"), "25");

        assertEquals("b-jdk", ran(Map.of()));
    }

    @Test
    void run_onlyOldOnes_namesThemAndHowToMend() throws IOException, InterruptedException {
        jdk(places.resolve("seventeen"), "17.0.9");
        Tool.Said said = run(tree.resolve("cortado"), Map.of());

        assertFalse(said.well());
        assertTrue(said.output().contains("JDK 17 in " + places.resolve("seventeen")), said.output());
        assertTrue(said.output().contains("JAVA_HOME"), said.output());
    }

    @Test
    void run_throughLinksFromElsewhere_findsItsTree() throws IOException, InterruptedException {
        jdk(places.resolve("jdk"), "25");
        Path link = Files.createSymbolicLink(directory.resolve("one"), Path.of("two"));
        Files.createSymbolicLink(directory.resolve("two"), tree.resolve("cortado"));
        Tool.Said said = run(link, Map.of());

        assertTrue(said.output().contains("-Dcortado.root=" + tree.toRealPath()), said.output());
        assertTrue(said.output().contains("one argument with blanks"), said.output());
    }

    @Test
    void versions_areThoseOfTheRootPom() throws IOException {
        List<String> script = Files.readAllLines(Path.of("../../cortado"));

        assertTrue(script.contains("MAVEN_VERSION=" + Versions.of("maven")));
        assertTrue(script.contains("DEPENDENCY_PLUGIN=" + Maven.DEPENDENCY_PLUGIN));
    }

    @Test
    void compile_emptyMavenRepository_saysHowMuchIsFetched() throws IOException, InterruptedException {
        jdk(places.resolve("jdk"), "25");
        String first = compiling();
        assertTrue(first.contains("compiling the launcher (with ") && first.contains(" MB, once"), first);

        Files.createDirectories(directory.resolve(".m2/repository/info/picocli/picocli"));
        String again = compiling();
        assertTrue(again.contains("compiling the launcher\n"), again);
    }

    /// The script's words where nothing is compiled yet, with a Maven that only writes the class path.
    private String compiling() throws IOException, InterruptedException {
        Files.deleteIfExists(tree.resolve("deploy/local/target/launcher.classpath"));
        Path bin = Files.createDirectories(directory.resolve("cache/apache-maven-" + Versions.of("maven") + "/bin"));
        Files.writeString(bin.resolve("mvn"), """
                for word; do
                  case $word in -Dmdep.outputFile=*) printf / >"${word#*=}" ;; esac
                done
                """);
        Tool.Said said = run(
                tree.resolve("cortado"),
                Map.of("CORTADO_CACHE_DIR", directory.resolve("cache").toString()));
        assertTrue(said.well(), said.output());
        return said.output();
    }

    private String ran(Map<String, String> environment) throws IOException, InterruptedException {
        Tool.Said said = run(tree.resolve("cortado"), environment);
        assertTrue(said.well(), said.output());
        return said.output().lines().findFirst().orElseThrow();
    }

    private Tool.Said run(Path script, Map<String, String> environment) throws IOException, InterruptedException {
        // env -i: the JAVA_HOME and the PATH of whoever runs this test must not decide.
        java.util.ArrayList<String> command = new java.util.ArrayList<>(
                List.of("env", "-i", "PATH=/usr/bin:/bin", "HOME=" + directory, "CORTADO_JDK_PLACES=" + places));
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(List.of("sh", script.toString(), "ask", "one argument with blanks"));
        return Tool.run(directory, Map.of(), Duration.ofSeconds(20), command);
    }

    private static Path jdk(Path home, String version) throws IOException {
        Path bin = Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        for (String program : List.of("java", "javac")) {
            Path file = bin.resolve(program);
            Files.writeString(file, "#!/bin/sh\necho " + home.getFileName() + "\nprintf '%s\\n' \"$@\"\n");
            Files.setPosixFilePermissions(
                    file, Set.copyOf(java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x")));
        }
        return home;
    }
}
