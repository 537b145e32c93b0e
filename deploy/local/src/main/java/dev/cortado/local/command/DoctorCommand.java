package dev.cortado.local.command;

import dev.cortado.local.artefact.Catalogue.Engine;
import dev.cortado.local.artefact.Catalogue.Model;
import dev.cortado.local.artefact.MavenStore;
import dev.cortado.local.inspect.Finding;
import dev.cortado.local.inspect.Machine;
import dev.cortado.local.inspect.Sockets;
import dev.cortado.local.part.InferenceParts;
import dev.cortado.local.part.Need;
import dev.cortado.local.part.Rehearsal;
import dev.cortado.local.part.Rehearsals;
import dev.cortado.local.part.StackPlan;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.settings.PartPort;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Settings;
import dev.cortado.local.supervise.Lifecycle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Looks at everything that may keep the platform from starting, and says how to mend it.
@Command(name = "doctor", mixinStandardHelpOptions = true, description = "Looks at this machine and says what to mend.")
final class DoctorCommand implements Callable<Integer> {
    private static final long SPARE_BYTES = 500_000_000L;
    private static final long DATA_BYTES = 1_000_000_000L;
    /// The largest that was seen.
    private static final long START_CACHE_BYTES = 150_000_000L;

    @Mixin
    private final Common common = new Common();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings settings = common.started();
        Workshop shop = Common.workshop(settings);
        List<Finding> findings = new ArrayList<>(Machine.tools());
        findings.add(Machine.library(shop.platform()));
        findings.add(Machine.processor());
        findings.add(Machine.memory());
        long lacking = Need.of(shop).stream().mapToLong(Need::diskBytes).sum();
        List<Rehearsal> unlearnt = Rehearsals.wanted(shop);
        findings.add(
                Machine.disk(settings.cacheDirectory(), lacking + unlearnt.size() * START_CACHE_BYTES + SPARE_BYTES));
        findings.add(Machine.disk(settings.dataDirectory(), DATA_BYTES));
        findings.addAll(ports(shop));
        findings.addAll(artefacts(shop));
        findings.add(startCaches(shop, unlearnt));
        findings.forEach(DoctorCommand::print);
        System.out.println("configuration  " + settings.places().configurationFile());
        System.out.println("data           " + settings.dataDirectory());
        System.out.println("cache          " + settings.cacheDirectory());
        return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.WRONG) ? 1 : 0;
    }

    /// Only programs that are built and fetched can have one, so the others are not spoken of.
    private static Finding startCaches(Workshop shop, List<Rehearsal> unlearnt) {
        if (!shop.settings().on(SettingKey.START_CACHE)) {
            return Finding.well("start caches: switched off");
        }
        return unlearnt.isEmpty()
                ? Finding.well("start caches: learnt for every program that is there")
                : Finding.note(
                        "start caches: not learnt yet of "
                                + unlearnt.stream().map(Rehearsal::program).collect(Collectors.joining(", ")),
                        "a stack that is up learns them in the background, once every part and tier serves");
    }

    private static List<Finding> ports(Workshop shop) throws InterruptedException {
        int base = shop.settings().number(SettingKey.PORT_BASE);
        String block = "ports " + base + " to " + (base + PartPort.BLOCK - 1);
        if (Lifecycle.running(shop.data()).isPresent()) {
            return List.of(new Finding(Finding.Level.WELL, block + ": used by the running stack", ""));
        }
        List<Finding> findings = new ArrayList<>();
        for (PartPort port : PartPort.values()) {
            if (!Sockets.free(shop.port(port))) {
                findings.add(new Finding(
                        Finding.Level.WRONG,
                        "port " + shop.port(port) + " (" + port.part() + ", " + port.use() + ") is taken by "
                                + Sockets.owner(shop.port(port)),
                        "end that process, or set port-base to another block"));
            }
        }
        return findings.isEmpty() ? List.of(new Finding(Finding.Level.WELL, block + ": free", "")) : findings;
    }

    private static List<Finding> artefacts(Workshop shop) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (MavenStore.Program program : MavenStore.Program.values()) {
            findings.add(presence(
                    program.word(),
                    shop.programs().has(program),
                    "./cortado up fetches it; or lay " + shop.programs().byHand(program) + " by hand"));
        }
        Engine engine = InferenceParts.engine(shop);
        findings.add(presence(
                "engine " + engine.platform() + " " + engine.version(),
                shop.engines().has(engine),
                "./cortado up fetches it; by hand: " + shop.engines().byHand(engine)));
        if (engine.untried()) {
            findings.add(new Finding(
                    Finding.Level.NOTE,
                    "nobody has run the engine on " + engine.platform() + " yet",
                    "if it fails at the start, ./cortado logs inference-small says why; please report it"));
        }
        for (Model model : StackPlan.models(shop)) {
            findings.add(presence(
                    "model " + model.file(),
                    shop.models().has(model),
                    "./cortado up fetches it; by hand: " + shop.models().file(model) + ", sha256 " + model.sha256()));
        }
        return findings;
    }

    private static Finding presence(String what, boolean there, String how) {
        return there
                ? new Finding(Finding.Level.WELL, what + ": there", "")
                : new Finding(Finding.Level.NOTE, what + ": not fetched yet", how);
    }

    private static void print(Finding finding) {
        String sign = switch (finding.level()) {
            case WELL -> "ok   ";
            case NOTE -> "note ";
            case WRONG -> "WRONG";
        };
        System.out.println(sign + "  " + finding.what());
        if (!finding.how().isEmpty()) {
            System.out.println("       " + finding.how());
        }
    }
}
