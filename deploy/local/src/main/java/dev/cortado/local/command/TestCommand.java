package dev.cortado.local.command;

import dev.cortado.local.build.Maven;
import dev.cortado.local.build.PlainPath;
import dev.cortado.local.part.InferenceParts;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Builds everything with every check and runs every test, those with real parts too. Whatever needs a stack
/// starts its own, on its own ports and data, never the user's.
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = "Builds with all checks and runs all tests; more arguments go to Maven.")
final class TestCommand implements Callable<Integer> {
    /// Compilers and tests of one module keep little more than one core busy.
    private static final String MODULES_AT_A_TIME = "2";

    @Mixin
    private final Common common = new Common();

    @Option(
            names = "--remote",
            description = "instead, run the adapters to remote engines against real servers, which are installed"
                    + " into the cache first")
    private boolean remote;

    @Parameters(arity = "0..*", paramLabel = "MAVEN", description = "e.g. -- -pl router-service -am")
    private List<String> more = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings settings = common.asked();
        Workshop shop = Common.workshop(settings);
        if (remote) {
            return new RemoteChecks(shop).run(more);
        }
        new Bringing(shop).fetchAll();
        Path root = Common.root();
        List<String> arguments = new ArrayList<>(List.of(
                "-f",
                PlainPath.of(root).resolve("pom.xml").toString(),
                "-Pchecks",
                "--threads",
                MODULES_AT_A_TIME,
                "-DskipITs=false",
                "-Dquarkus.package.jar.type=aot-jar",
                "-Dcortado.root=" + root,
                "-Dcortado.maven=" + Common.maven(),
                "-Dcortado.cache-directory=" + settings.cacheDirectory(),
                "-Dcortado.models.directory=" + shop.models().directory(),
                "-Dcortado.engine.library-directory=" + shop.engines().place(InferenceParts.engine(shop)),
                "verify"));
        arguments.addAll(more);
        int exit = new Maven(Common.maven()).show(root, arguments);
        System.out.println((exit == 0 ? "passed" : "FAILED") + "; reports: " + root
                + "/*/target/surefire-reports and failsafe-reports");
        return exit;
    }
}
