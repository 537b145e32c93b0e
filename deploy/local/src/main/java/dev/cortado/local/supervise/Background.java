package dev.cortado.local.supervise;

import dev.cortado.local.artefact.Catalogue.Model;
import dev.cortado.local.artefact.MavenStore;
import dev.cortado.local.artefact.Progress;
import dev.cortado.local.part.CheckedModels;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.settings.SettingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Fetches what the small tier does not need while it serves: Keycloak, then the larger models, one after the
/// other, so that each is there as early as it can be. A fetch that fails is tried again after a pause, in which a
/// file laid by hand is taken up.
final class Background {
    private static final Duration PAUSE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration GIVEN_UP_WITHIN = Duration.ofSeconds(3);

    private final Workshop shop;
    private final Tiers tiers;
    private final List<Model> models;
    private final boolean keycloak;
    /// When the file that lies there and is not right was written.
    private final Map<Model, FileTime> wrong = new HashMap<>();

    private final Thread thread = Thread.ofVirtual().name("background").unstarted(this::run);

    Background(Workshop shop, Tiers tiers, List<Model> models, boolean keycloak) {
        this.shop = shop;
        this.tiers = tiers;
        this.models = models;
        this.keycloak = keycloak;
    }

    /// What is there already is known at once; the rest begins when `begin` is called.
    void look() throws IOException {
        for (Model model : models) {
            boolean there = shop.models().has(model);
            tiers.fetched(model, there, 0, there ? "" : "not fetched yet");
        }
    }

    void begin() {
        thread.start();
    }

    /// Gives up what is being fetched, and kills the command that fetches it; what has come is kept.
    void end() throws InterruptedException {
        if (thread.getState() != Thread.State.NEW) {
            thread.interrupt();
            thread.join(GIVEN_UP_WITHIN);
        }
    }

    private void run() {
        try {
            while (!allThere()) {
                long until = System.nanoTime() + PAUSE.toNanos();
                while (System.nanoTime() < until) {
                    Thread.sleep(LOOK);
                    for (Model model : models) {
                        takeUp(model);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean allThere() throws InterruptedException {
        boolean fetches = shop.settings().on(SettingKey.BACKGROUND_FETCH);
        boolean all = true;
        if (keycloak && !shop.programs().has(MavenStore.Program.KEYCLOAK)) {
            all = fetches && fetchKeycloak();
        }
        for (Model model : models) {
            all &= fetches ? fetch(model) : takeUp(model);
        }
        return all;
    }

    private boolean fetchKeycloak() throws InterruptedException {
        try {
            shop.programs().fetch(MavenStore.Program.KEYCLOAK, Progress.SILENT);
            return true;
        } catch (IOException e) {
            System.err.println("keycloak: " + e.getMessage());
            return false;
        }
    }

    private boolean fetch(Model model) throws InterruptedException {
        try {
            if (!shop.models().has(model)) {
                shop.models().fetch(model, (what, done, total) -> tiers.fetched(model, false, Math.max(1, done), what));
            }
            arrived(model);
            return true;
        } catch (IOException e) {
            System.err.println(model.variant() + ": " + e.getMessage());
            tiers.fetched(model, false, 0, String.valueOf(e.getMessage()).replace('\n', ' '));
            return false;
        }
    }

    /// Whether the file is there and right, fetched or laid by hand. One that is not right is read once only.
    private boolean takeUp(Model model) {
        try {
            Path file = shop.models().file(model);
            if (!Files.exists(file) || Files.getLastModifiedTime(file).equals(wrong.get(model))) {
                return false;
            }
            if (shop.models().has(model)) {
                arrived(model);
                return true;
            }
            wrong.put(model, Files.getLastModifiedTime(file));
            tiers.fetched(model, false, 0, "the file laid at " + file + " is not complete or not right");
        } catch (IOException e) {
            System.err.println(model.variant() + ": " + e.getMessage());
        }
        return false;
    }

    private void arrived(Model model) throws IOException {
        new CheckedModels(shop).offer(model);
        tiers.fetched(model, true, model.bytes(), "");
    }
}
