package dev.cortado.local.supervise;

import dev.cortado.local.artefact.Catalogue.Model;
import dev.cortado.local.part.PartPlan;
import dev.cortado.local.part.StackPlan;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.process.Backoff;
import dev.cortado.local.process.Ending;
import dev.cortado.local.process.LogFile;
import dev.cortado.local.process.ProcessMark;
import dev.cortado.local.secret.PrivateFiles;
import dev.cortado.local.settings.DataDirectory;
import dev.cortado.local.settings.PartPort;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Settings;
import dev.cortado.local.settings.Tier;
import dev.cortado.local.supervise.StackState.PartState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Keeps the parts of one stack running until the stack is no longer wanted.
///
/// It may be killed at any moment: all it knows stands in the state file and in the children's environment, so
/// that the next supervisor takes over what still runs, and ends what nobody remembers.
public final class Supervisor {
    private static final Duration STEP = Duration.ofMillis(150);
    private static final Duration ROTATE_EVERY = Duration.ofSeconds(10);

    private final Workshop shop;
    private final DataDirectory data;
    private final Settings settings;
    private final List<SupervisedPart> parts = new ArrayList<>();
    private final Tiers tiers;
    private final Background background;
    private final Learning learning;
    private final StateFile file;
    private final boolean gateway;
    private long startedMillis = System.currentTimeMillis();
    private long readyMillis;
    private boolean backgroundBegun;

    public Supervisor(Workshop shop) throws IOException {
        this.shop = shop;
        this.data = shop.data();
        this.settings = shop.settings();
        this.file = new StateFile(data.state());
        List<PartPlan> plans = new ArrayList<>(StackPlan.of(shop).parts());
        this.gateway = plans.stream().anyMatch(plan -> plan.name().equals("gateway"));
        plans.addFirst(new Guardian(data, shop.environment(java.util.Map.of())).plan());
        for (PartPlan plan : plans) {
            parts.add(supervised(plan));
        }
        List<Model> models = gateway ? StackPlan.models(shop) : List.of();
        this.tiers = new Tiers(
                models, new Trial(baseUrl(settings), shop.secrets().demoKey().text()));
        this.background = new Background(
                shop, tiers, models, plans.stream().anyMatch(plan -> plan.name().equals("keycloak")));
        this.learning = new Learning(shop);
    }

    /// Where OpenAI's clients are pointed.
    public static String baseUrl(Settings settings) {
        return "http://" + Workshop.LOOPBACK + ":" + settings.port(PartPort.GATEWAY) + "/v1";
    }

    /// Runs until the stack is no longer wanted; returns once everything is stopped.
    public void run() throws IOException, InterruptedException {
        PrivateFiles.write(data.supervisorPid(), ProcessHandle.current().pid() + "\n");
        Files.createDirectories(data.held());
        takeOver();
        background.look();
        StackPlan.arrangeExternal(shop);
        long rotateAt = System.nanoTime();
        while (wanted()) {
            step();
            if (System.nanoTime() - rotateAt > 0) {
                rotate();
                rotateAt = System.nanoTime() + ROTATE_EVERY.toNanos();
            }
            Thread.sleep(STEP);
        }
        stop();
    }

    private void step() throws IOException, InterruptedException {
        for (SupervisedPart part : parts) {
            Optional<ProcessMark> before = part.process();
            part.step(this::open, Files.exists(data.held().resolve(part.plan().name())));
            if (!before.equals(part.process())) {
                file.write(state());
            }
        }
        if (gateway && serving("gateway") && serving("router") && serving("accounting")) {
            tiers.step(this::process);
        }
        boolean smallOpen = open(PartPlan.SMALL_TIER);
        if (!backgroundBegun && smallOpen) {
            backgroundBegun = true;
            background.begin();
        }
        if (!learning.begun() && whole()) {
            learning.begin();
        }
        if (readyMillis == 0 && ready()) {
            readyMillis = System.currentTimeMillis();
        }
        file.write(state());
    }

    /// Parts by name, and the gate of the small tier.
    private boolean open(String name) {
        if (name.equals(PartPlan.SMALL_TIER)) {
            return gateway ? tiers.ready(Tier.SMALL, this::process) || readyMillis > 0 : serving("postgres");
        }
        return serving(name);
    }

    private boolean serving(String name) {
        return parts.stream()
                .filter(part -> part.plan().name().equals(name))
                .findFirst()
                .map(SupervisedPart::ready)
                .orElse(true);
    }

    private Optional<ProcessMark> process(String name) {
        return parts.stream()
                .filter(part -> part.plan().name().equals(name) && part.ready())
                .findFirst()
                .flatMap(SupervisedPart::process);
    }

    /// The whole path of the small tier serves; without a gateway, every part does.
    private boolean ready() {
        Predicate<SupervisedPart> counts =
                part -> !gateway || StackPlan.SMALL_PATH.contains(part.plan().name());
        return parts.stream().filter(counts).allMatch(SupervisedPart::ready)
                && (!gateway || tiers.ready(Tier.SMALL, this::process));
    }

    /// Every part serves, or is held by hand, and every tier answers.
    private boolean whole() {
        return ready()
                && parts.stream().allMatch(part -> part.ready() || part.held())
                && StackState.everyTierAnswers(tiers.states(this::process));
    }

    private StackState state() {
        return new StackState(
                ProcessMark.current(),
                startedMillis,
                readyMillis,
                ready(),
                parts.stream().map(SupervisedPart::state).toList(),
                tiers.states(this::process),
                learning.states());
    }

    private void takeOver() throws InterruptedException {
        List<ProcessMark> known = new ArrayList<>();
        Optional<StackState> earlier = file.read();
        if (earlier.isPresent()) {
            for (SupervisedPart part : parts) {
                earlier.get().part(part.plan().name()).ifPresent(part::adopt);
                part.process().ifPresent(known::add);
            }
            if (!known.isEmpty()) {
                startedMillis = earlier.get().startedMillis();
                readyMillis = earlier.get().readyMillis();
            }
            for (PartState part : earlier.get().parts()) {
                if (part.process() != null && !known.contains(part.process())) {
                    Ending.end(part.process(), Ending.Ask.TERMINATE, grace());
                }
            }
        }
        Leftovers.end(data, known, grace());
    }

    private boolean wanted() {
        return Files.exists(data.wanted()) && Owner.lives(data);
    }

    private void stop() throws IOException, InterruptedException {
        Files.deleteIfExists(data.wanted());
        background.end();
        learning.end();
        for (List<String> together : StackPlan.STOPPING) {
            List<Thread> threads = parts.stream()
                    .filter(part -> together.contains(part.plan().name()))
                    .map(part -> Thread.ofVirtual().start(() -> stopQuietly(part)))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }
            file.write(state());
        }
        Leftovers.end(data, List.of(), grace());
    }

    private static void stopQuietly(SupervisedPart part) {
        try {
            part.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void rotate() throws IOException {
        long bytesMax = settings.number(SettingKey.LOG_SIZE_MIB) * 1024L * 1024L;
        try (Stream<Path> logs = Files.list(data.logs())) {
            for (Path log :
                    logs.filter(file -> file.toString().endsWith(".log")).toList()) {
                new LogFile(log).rotate(bytesMax, settings.number(SettingKey.LOG_FILES));
            }
        }
    }

    private SupervisedPart supervised(PartPlan plan) {
        return new SupervisedPart(
                plan,
                data.log(plan.name()),
                new Backoff(
                        settings.milliseconds(SettingKey.RESTART_DELAY_MIN_MS),
                        settings.milliseconds(SettingKey.RESTART_DELAY_MAX_MS),
                        settings.seconds(SettingKey.RESTART_RESET_S)),
                grace());
    }

    private Duration grace() {
        return settings.seconds(SettingKey.STOP_GRACE_S);
    }
}
