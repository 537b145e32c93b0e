package dev.cortado.local.command;

import dev.cortado.local.artefact.RemoteServerStore;
import dev.cortado.local.artefact.RemoteServerStore.Server;
import dev.cortado.local.build.Maven;
import dev.cortado.local.build.PlainPath;
import dev.cortado.local.part.Workshop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs the adapters to remote engines against real servers: installs them if need be, says so, and skips nothing.
final class RemoteChecks {
    private static final String CHECKS = "LlamaServerCheck,MlServerCheck";

    private final Workshop shop;

    RemoteChecks(Workshop shop) {
        this.shop = shop;
    }

    int run(List<String> more) throws IOException, InterruptedException {
        new Bringing(shop).fetchAll();
        RemoteServerStore store =
                new RemoteServerStore(shop.settings().cacheDirectory().resolve("programs"), System.out::println);
        Path llama = store.python(Server.LLAMA);
        Path mlserver = store.python(Server.MLSERVER);
        Path root = Common.root();
        List<String> arguments = new ArrayList<>(List.of(
                "-f",
                PlainPath.of(root).resolve("pom.xml").toString(),
                "-pl",
                "contracts,inference-service",
                "-DskipITs=false",
                "-Dtest=NoUnitTest",
                "-Dsurefire.failIfNoSpecifiedTests=false",
                "-Dit.test=" + CHECKS,
                "-Dfailsafe.failIfNoSpecifiedTests=false",
                "-Dcortado.models.directory=" + shop.models().directory(),
                "-Dcortado.remote.llama-python=" + llama,
                "-Dcortado.remote.mlserver-python=" + mlserver,
                "verify"));
        arguments.addAll(more);
        int exit = new Maven(Common.maven()).show(root, arguments);
        System.out.println((exit == 0 ? "passed" : "FAILED") + " against " + Server.LLAMA.title() + " and "
                + Server.MLSERVER.title() + "; reports: " + root + "/inference-service/target/failsafe-reports");
        return exit;
    }
}
