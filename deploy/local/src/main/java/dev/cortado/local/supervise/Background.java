package dev.cortado.local.supervise;

import dev.cortado.local.artefact.Catalogue.Model;
import dev.cortado.local.artefact.MavenStore;
import dev.cortado.local.artefact.Progress;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.settings.Tier;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Fetches what the small tier does not need while it serves: Keycloak, then the larger models, one after the
/// other, so that each is there as early as it can be. A fetch that fails is tried again after a pause.
final class Background {
    private static final Duration PAUSE = Duration.ofSeconds(60);

    private final Workshop shop;
    private final Tiers tiers;
    private final List<Model> models;
    private final boolean keycloak;

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
            tiers.fetched(model.tier(), there, 0, there ? "" : "not fetched yet");
        }
    }

    void begin() {
        Thread.ofVirtual().name("background").start(this::run);
    }

    private void run() {
        try {
            while (!allThere()) {
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean allThere() throws InterruptedException {
        boolean all = true;
        if (keycloak && !shop.programs().has(MavenStore.Program.KEYCLOAK)) {
            try {
                shop.programs().fetch(MavenStore.Program.KEYCLOAK, Progress.SILENT);
            } catch (IOException e) {
                System.err.println("keycloak: " + e.getMessage());
                all = false;
            }
        }
        for (Model model : models) {
            all &= fetch(model);
        }
        return all;
    }

    private boolean fetch(Model model) throws InterruptedException {
        Tier tier = model.tier();
        try {
            if (!shop.models().has(model)) {
                shop.models().fetch(model, (what, done, total) -> tiers.fetched(tier, false, Math.max(1, done), what));
            }
            tiers.fetched(tier, true, model.bytes(), "");
            return true;
        } catch (IOException e) {
            System.err.println(tier.word() + ": " + e.getMessage());
            tiers.fetched(tier, false, 0, String.valueOf(e.getMessage()).replace('\n', ' '));
            return false;
        }
    }
}
