package dev.cortado.local.command;

import dev.cortado.local.part.ServiceParts;
import dev.cortado.local.part.StackPlan;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.settings.DataDirectory;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Settings;
import dev.cortado.local.settings.SettingsException;
import dev.cortado.local.supervise.Lifecycle;
import dev.cortado.local.supervise.StackState;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Starts the whole platform, bringing first what is missing.
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Starts everything; without --detach, Ctrl-C stops it again.")
final class UpCommand implements Callable<Integer> {
    private static final int NOT_READY = 1;
    private static final int LAST_WORDS = 5;

    @Mixin
    private final Common common = new Common();

    @Option(names = "--detach", description = "return once ready; ./cortado down stops it")
    private boolean detach;

    @Option(names = "--tiers", paramLabel = "LIST", description = "small,medium,large: the model tiers to serve")
    private @Nullable String tiers;

    @Option(names = "--parts", paramLabel = "LIST", description = "start only these parts, e.g. postgres,kafka")
    private @Nullable String parts;

    @Option(names = "--wait-all", description = "be ready only when every tier and Keycloak is")
    private boolean waitAll;

    @Option(names = "--fresh", description = "delete this stack's data first (never the cache)")
    private boolean fresh;

    @Option(names = "--yes", description = "do not ask before --fresh deletes; needed where there is no terminal")
    private boolean yes;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings settings = settings();
        DataDirectory data = new DataDirectory(settings.dataDirectory());
        if (Lifecycle.running(data).filter(state -> state.supervisor().alive()).isPresent()) {
            return alreadyRunning(data);
        }
        Fresh deletion = Fresh.here(settings, yes);
        if (fresh) {
            deletion.check();
        }
        // Looked at before anything is made there: a first start has nothing to delete.
        boolean deletes = fresh && Files.exists(data.path());
        // What a killed supervisor left behind is ended before its ports are asked for.
        Lifecycle.stop(data, settings.seconds(SettingKey.STOP_GRACE_S));
        Workshop shop = checked(settings);
        if (deletes) {
            deletion.delete();
            shop = Common.workshop(settings);
        }
        // What does not answer or is not ours to use is told here, where the person sees it.
        StackPlan.arrangeExternal(shop);
        new Bringing(shop).run(waitAll);
        System.out.println("starting, data in " + data.path());
        Process supervisor = start(shop);
        boolean ready = follow(shop, data, supervisor::isAlive);
        if (!detach) {
            ready |= new Following(data).untilGone();
        }
        return ready ? 0 : NOT_READY;
    }

    private Settings settings() throws IOException {
        Settings settings = common.asked();
        if (tiers != null) {
            settings = settings.with(SettingKey.TIERS, tiers);
        }
        if (parts != null) {
            settings = settings.with(SettingKey.PARTS, parts);
        }
        return settings;
    }

    /// Refuses keys and ports with which nothing could start, before anything is deleted, fetched or compiled.
    private static Workshop checked(Settings settings) throws IOException, InterruptedException {
        Workshop shop = Common.workshop(settings);
        new ServiceParts(shop).check();
        Lifecycle.checkPorts(shop);
        return shop;
    }

    private Process start(Workshop shop) throws IOException {
        if (detach) {
            return Lifecycle.start(shop, Common.maven(), null);
        }
        StopAtExit stopping = new StopAtExit(shop.data(), shop.settings().seconds(SettingKey.STOP_GRACE_S));
        stopping.register();
        return stopping.start(() -> Lifecycle.start(shop, Common.maven(), null));
    }

    private int alreadyRunning(DataDirectory data) throws IOException, InterruptedException {
        if (fresh) {
            throw new SettingsException("the stack runs: ./cortado down, then up --fresh");
        }
        System.out.println("the stack in " + data.path() + " runs already");
        boolean ready = follow(
                Common.workshop(common.started()),
                data,
                () -> Lifecycle.running(data).isPresent());
        return ready ? 0 : NOT_READY;
    }

    private boolean follow(Workshop shop, DataDirectory data, BooleanSupplier supervised)
            throws IOException, InterruptedException {
        boolean ready =
                new Following(data).untilReady(shop.settings().seconds(SettingKey.READY_LIMIT_S), waitAll, supervised);
        Optional<StackState> state = Lifecycle.running(data);
        if (ready) {
            Greeting.print(shop, state);
        } else if (state.isPresent() || supervised.getAsBoolean()) {
            System.out.println("not ready yet; it goes on trying. ./cortado status shows what is missing:");
            state.ifPresent(StatusCommand::table);
        } else if (Files.exists(data.wanted())) {
            System.out.println("nothing runs: the supervisor has ended. Its last words, in " + data.log("supervisor"));
            LogsCommand.last(data.log("supervisor"), LAST_WORDS).forEach(line -> System.out.println("  " + line));
            Lifecycle.stop(data, shop.settings().seconds(SettingKey.STOP_GRACE_S));
        }
        return ready;
    }
}
