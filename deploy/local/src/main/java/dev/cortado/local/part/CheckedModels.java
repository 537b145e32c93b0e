package dev.cortado.local.part;

import dev.cortado.local.artefact.Catalogue.Adapted;
import dev.cortado.local.artefact.Catalogue.Model;
import dev.cortado.local.artefact.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// The files of models and adapters whose sha256 was found right, as links in the stack's own directory. An inference
/// process looks
/// there only and loads a model when its link appears: so a further model needs no restart, and a file that is half
/// copied or another than the catalogue's is never loaded.
public final class CheckedModels {
    private final Workshop shop;

    public CheckedModels(Workshop shop) {
        this.shop = shop;
    }

    /// Links every model of the settings' tiers that is known to be right, and every adapter, and takes the other links
    /// away.
    void arrange() throws IOException {
        for (Model model : StackPlan.models(shop)) {
            if (shop.models().known(model)) {
                offer(model);
            } else {
                Files.deleteIfExists(link(model));
            }
        }
        for (Adapted adapted : shop.catalogue().adapted()) {
            arrange(adapted);
        }
    }

    /// An adapter is small enough to be read again each time.
    private void arrange(Adapted adapted) throws IOException {
        Path link = shop.data().models().resolve(adapted.file());
        Path file = adapter(shop, adapted);
        if (!Files.isRegularFile(file)) {
            Files.deleteIfExists(link);
        } else if (!adapted.sha256().isEmpty() && !Digests.sha256(file).equals(adapted.sha256())) {
            Files.deleteIfExists(link);
            System.err.println(adapted.variant() + ": the adapter " + file
                    + " has another sha256 than the catalogue says; it is not served");
        } else {
            link(link, file);
        }
    }

    /// A shipped adapter lies in the repository, one that was made here among the models.
    public static Path adapter(Workshop shop, Adapted adapted) {
        Path shipped = shop.root().resolve("deploy").resolve(adapted.file());
        return Files.exists(shipped) ? shipped : shop.models().directory().resolve(adapted.file());
    }

    /// Links a model that was found right; processes that await it load it.
    public void offer(Model model) throws IOException {
        link(link(model), shop.models().file(model));
    }

    private static void link(Path link, Path target) throws IOException {
        Path file = target.toAbsolutePath();
        if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(file)) {
            return;
        }
        Files.createDirectories(link.getParent());
        Path beside = link.resolveSibling("." + link.getFileName() + ".new");
        Files.deleteIfExists(beside);
        Files.createSymbolicLink(beside, file);
        Files.move(beside, link, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path link(Model model) {
        return shop.data().models().resolve(model.file());
    }
}
