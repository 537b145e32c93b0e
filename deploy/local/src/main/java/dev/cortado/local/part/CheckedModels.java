package dev.cortado.local.part;

import dev.cortado.local.artefact.Catalogue.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// The model files whose sha256 was found right, as links in the stack's own directory. An inference process looks
/// there only and loads a model when its link appears: so a further model needs no restart, and a file that is half
/// copied or another than the catalogue's is never loaded.
public final class CheckedModels {
    private final Workshop shop;

    public CheckedModels(Workshop shop) {
        this.shop = shop;
    }

    /// Links every model of the settings' tiers that is known to be right, and takes the other links away.
    void arrange() throws IOException {
        for (Model model : StackPlan.models(shop)) {
            if (shop.models().known(model)) {
                offer(model);
            } else {
                Files.deleteIfExists(link(model));
            }
        }
    }

    /// Links a model that was found right; processes that await it load it.
    public void offer(Model model) throws IOException {
        Path link = link(model);
        Path file = shop.models().file(model).toAbsolutePath();
        if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(file)) {
            return;
        }
        Files.createDirectories(shop.data().models());
        Path beside = link.resolveSibling("." + link.getFileName() + ".new");
        Files.deleteIfExists(beside);
        Files.createSymbolicLink(beside, file);
        Files.move(beside, link, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path link(Model model) {
        return shop.data().models().resolve(model.file());
    }
}
