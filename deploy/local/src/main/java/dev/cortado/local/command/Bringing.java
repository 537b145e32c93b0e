package dev.cortado.local.command;

import dev.cortado.local.build.Maven;
import dev.cortado.local.build.Reactor;
import dev.cortado.local.part.Need;
import dev.cortado.local.part.PartPlan;
import dev.cortado.local.part.Services;
import dev.cortado.local.part.StackPlan;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.settings.SettingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// Compiles and fetches what a stack needs before it can start: says first how much that is, then brings it.
final class Bringing {
    /// About what the services' libraries and Maven's plugins take in the local repository, when it is empty.
    private static final long LIBRARIES_BYTES = 330_000_000;

    /// What the sentence encoder's libraries take beside them.
    private static final long ENCODER_LIBRARIES_BYTES = 92_000_000;

    private static final long SPARE_BYTES = 500_000_000;

    private final Workshop shop;

    Bringing(Workshop shop) {
        this.shop = shop;
    }

    /// Compiles, and brings what the small tier cannot start without; with `all`, everything.
    void run(boolean all) throws IOException, InterruptedException {
        List<String> stale = staleModules();
        List<Need> needs = Need.of(shop);
        announce(needs, stale, all);
        checkDisk(needs, stale);
        Predicate<Need> now = need -> all || need.first();
        // The network and the compiler work side by side; Maven itself does one thing at a time.
        Failure failure = new Failure();
        Thread others =
                Thread.ofVirtual().start(() -> failure.guard(() -> fetch(needs, now.and(need -> !need.byMaven()))));
        failure.guard(() -> {
            compile(stale);
            fetch(needs, now.and(Need::byMaven));
        });
        others.join();
        failure.rethrow();
    }

    /// Brings everything that a whole stack and the tests with real parts need, and compiles nothing.
    void fetchAll() throws IOException, InterruptedException {
        List<Need> needs = Need.of(shop);
        announce(needs, List.of(), true);
        checkDisk(needs, List.of());
        fetch(needs, need -> true);
    }

    private List<String> staleModules() throws IOException {
        List<String> parts =
                StackPlan.of(shop).parts().stream().map(PartPlan::name).toList();
        List<String> modules = new ArrayList<>(Services.MODULES.stream()
                .filter(module -> parts.stream().anyMatch(part -> module.startsWith(part.split("-", -1)[0])))
                .toList());
        if (shop.settings().on(SettingKey.SENTENCE_ENCODER) && parts.contains("router")) {
            modules.add(Services.SENTENCE_ENCODER);
        }
        return reactor().stale(modules);
    }

    private Reactor reactor() {
        return new Reactor(shop.root(), new Maven(Common.maven()), module -> Services.product(shop.root(), module));
    }

    private void announce(List<Need> needs, List<String> stale, boolean all) throws IOException {
        if (!stale.isEmpty()) {
            long libraries = libraries(stale);
            System.out.println("to compile: " + String.join(", ", stale)
                    + (libraries > 0
                            ? " (libraries about " + Say.bytes(libraries) + ", once, into Maven's repository)"
                            : ""));
        }
        if (needs.isEmpty()) {
            return;
        }
        System.out.println("to fetch into " + shop.settings().cacheDirectory() + ":");
        for (Need need : needs) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-28s %9s%s%n",
                    need.name(),
                    Say.bytes(need.downloadBytes()),
                    all || need.first() ? "" : "   later, while the small tier serves");
        }
        System.out.printf(
                Locale.ROOT,
                "  %-28s %9s   disk %s, free %s%n",
                "together",
                Say.bytes(needs.stream().mapToLong(Need::downloadBytes).sum()),
                Say.bytes(needs.stream().mapToLong(Need::diskBytes).sum()),
                Say.bytes(free()));
    }

    private void checkDisk(List<Need> needs, List<String> stale) throws IOException {
        long wanted = SPARE_BYTES + needs.stream().mapToLong(Need::diskBytes).sum() + libraries(stale);
        if (free() < wanted) {
            throw new IOException("the disk of " + shop.settings().cacheDirectory() + " has " + Say.bytes(free())
                    + " free and " + Say.bytes(wanted) + " are needed: make room, set "
                    + SettingKey.CACHE_DIR.key() + " elsewhere, or take fewer tiers (--tiers small)");
        }
    }

    private long free() throws IOException {
        Path cache = shop.settings().cacheDirectory();
        Files.createDirectories(cache);
        return Files.getFileStore(cache).getUsableSpace();
    }

    /// About what these modules' libraries take that are not in Maven's repository yet.
    private static long libraries(List<String> stale) {
        Path repository = Path.of(System.getProperty("user.home"), ".m2", "repository");
        long services = stale.isEmpty() || Files.isDirectory(repository.resolve("io/quarkus/quarkus-core"))
                ? 0
                : LIBRARIES_BYTES;
        long encoder = !stale.contains(Services.SENTENCE_ENCODER)
                        || Files.isDirectory(repository.resolve("com/microsoft/onnxruntime"))
                ? 0
                : ENCODER_LIBRARIES_BYTES;
        return services + encoder;
    }

    private void compile(List<String> stale) throws IOException, InterruptedException {
        if (stale.isEmpty()) {
            return;
        }
        long begin = System.nanoTime();
        ProgressLine line = new ProgressLine("services");
        Thread ticking = line.ticking();
        try {
            reactor().build(stale);
        } finally {
            ticking.interrupt();
            ticking.join();
        }
        line.done("compiled", (System.nanoTime() - begin) / 1_000_000);
    }

    private static void fetch(List<Need> needs, Predicate<Need> which) throws IOException, InterruptedException {
        for (Need need : needs.stream().filter(which).toList()) {
            long begin = System.nanoTime();
            ProgressLine line = new ProgressLine(need.name());
            need.fetch().run(line);
            line.done("fetched", (System.nanoTime() - begin) / 1_000_000);
        }
    }
}
