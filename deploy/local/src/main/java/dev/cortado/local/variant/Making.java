package dev.cortado.local.variant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cortado.local.artefact.Catalogue.Model;
import dev.cortado.local.artefact.Digests;
import dev.cortado.local.artefact.MadeVariants;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.process.OnlyOne;
import dev.cortado.local.variant.MakerProcess.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes variants. Each is written beside its place, proved by loading it and generating once, and only then moved
/// there and entered in the catalogue: what fails, or is ended, leaves nothing that counts, and what it left half
/// written is deleted by the next one.
public final class Making {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,127}");
    private static final String UNFINISHED = ".making";
    private static final String REMOTE = "remote";

    private final Workshop shop;
    private final MakerProcess maker;

    public Making(Workshop shop, MakerProcess maker) {
        this.shop = shop;
        this.maker = maker;
    }

    /// Stores a model in another precision, from the best precision of it that is at hand.
    public ObjectNode quantise(String from, String precision) throws IOException, InterruptedException {
        ObjectNode origin = bestAtHand(model(from));
        String id = unused(MadeEntry.idInPrecision(origin, precision));
        return alone(id + ".gguf", partial -> {
            Findings found =
                    maker.run("quantising " + id, List.of("quantise", file(origin), partial.toString(), precision));
            return MadeEntry.from(origin, id).quantised(precision, Boolean.parseBoolean(found.fact("quantised")));
        });
    }

    /// Leaves out the layers that change the hidden state least.
    public ObjectNode prune(String from, int layers) throws IOException, InterruptedException {
        ObjectNode origin = atHand(model(from));
        String id = unused(from + "-pruned" + layers);
        Findings measured =
                maker.run("measuring the layers of " + from, List.of("score", file(origin), Integer.toString(layers)));
        TreeSet<Integer> least = new TreeSet<>(lowest(measured.scores(), layers));
        String list = String.join(",", least.stream().map(String::valueOf).toList());
        return alone(id + ".gguf", partial -> {
            maker.run("writing " + id, List.of("remove", file(origin), partial.toString(), list));
            return MadeEntry.from(origin, id).pruned(least, measured.scores().size(), measured.fact("sampleTokens"));
        });
    }

    /// @throws IllegalArgumentException if so many cannot be left out
    static List<Integer> lowest(SortedMap<Integer, Double> scores, int many) {
        if (many < 1 || many > scores.size() / 2) {
            throw new IllegalArgumentException("of the model's " + scores.size() + " layers 1 to " + scores.size() / 2
                    + " can be left out, not " + many);
        }
        return scores.keySet().stream()
                .sorted(Comparator.comparing(layer -> scores.getOrDefault(layer, 0.0)))
                .limit(many)
                .toList();
    }

    /// An adapter to enter.
    ///
    /// @param task of prompt profiles that it was trained for; empty for none
    /// @param tasks JSONL on which it is to be measured; null: those that the evaluation set has of its task
    public record NewAdapter(
            Path file, double scale, String task, @Nullable Path tasks) {

        /// @throws IllegalArgumentException where tasks come without a word for them
        public NewAdapter {
            if (tasks != null && task.isEmpty()) {
                throw new IllegalArgumentException(
                        "--tasks needs --profile, the word for what the adapter was trained for");
            }
        }
    }

    /// Enters an adapter as a variant on its base.
    public ObjectNode attach(String baseId, NewAdapter from) throws IOException, InterruptedException {
        Path adapter = from.file();
        ObjectNode base = atHand(model(baseId));
        String stem = String.valueOf(adapter.getFileName()).replaceAll("\\.gguf$", "");
        String id = unused(baseId + "-" + stem.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-"));
        for (Path given : from.tasks() == null ? List.of(adapter) : List.of(adapter, from.tasks())) {
            if (!Files.isRegularFile(given)) {
                throw new IOException("there is no file " + given);
            }
        }
        String file = "adapters/" + id + ".gguf";
        Path place = shop.models().directory().resolve(file);
        Files.createDirectories(place.getParent());
        try (OnlyOne _ = lock()) {
            Path partial = partial(place);
            try {
                Files.copy(adapter, partial, StandardCopyOption.REPLACE_EXISTING);
                Findings found = prove(file(base), base, List.of(partial.toString(), Double.toString(from.scale())));
                MadeEntry entry = MadeEntry.from(base, id)
                        .adapted(baseId, file, Files.size(partial), Digests.sha256(partial), from.scale(), from.task())
                        .memory(found.fact("memoryBytes"));
                if (from.tasks() != null) {
                    Files.copy(from.tasks(), tasks(id), StandardCopyOption.REPLACE_EXISTING);
                    entry = entry.tasks(
                            shop.models().directory().relativize(tasks(id)).toString());
                }
                Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return entered(entry.node());
            } finally {
                Files.deleteIfExists(partial);
            }
        }
    }

    /// Where the tasks of an attached adapter lie.
    private Path tasks(String id) {
        return shop.models().directory().resolve("adapters").resolve(id + ".tasks.jsonl");
    }

    /// Forgets a variant that was made here and deletes its file.
    public void remove(String id) throws IOException {
        MadeVariants made = shop.merged().made();
        ObjectNode entry = made.entry(id)
                .orElseThrow(() -> new IOException("there is no made variant '" + id + "'; shipped ones stay"));
        List<String> users = made.entries().stream()
                .filter(other -> other.path("base").asText().equals(id))
                .map(other -> other.path("id").asText())
                .toList();
        if (!users.isEmpty()) {
            throw new IOException("its adapters come first: remove " + String.join(", ", users));
        }
        made.without(id).write();
        Files.deleteIfExists(tasks(id));
        shop.models()
                .delete((entry.has("adapter") ? entry.path("adapter") : entry)
                        .path("file")
                        .asText());
    }

    /// Writes a variant's file under a name that counts for nothing until it is proved.
    private interface Writing {
        MadeEntry write(Path partial) throws IOException, InterruptedException;
    }

    private ObjectNode alone(String file, Writing writing) throws IOException, InterruptedException {
        Files.createDirectories(shop.models().directory());
        Path place = shop.models().directory().resolve(file);
        try (OnlyOne _ = lock()) {
            Path partial = partial(place);
            try {
                ObjectNode node = writing.write(partial).node();
                Findings found = prove(partial.toString(), node, List.of());
                String sha256 = Digests.sha256(partial);
                new MadeEntry(node).file(file, Files.size(partial), sha256).memory(found.fact("memoryBytes"));
                shop.models().adopt(partial, file, sha256);
                return entered(node);
            } finally {
                Files.deleteIfExists(partial);
            }
        }
    }

    private Findings prove(String file, ObjectNode entry, List<String> adapter)
            throws IOException, InterruptedException {
        return maker.run(
                "proving " + entry.path("id").asText(),
                Stream.concat(
                                Stream.of(
                                        "prove",
                                        file,
                                        entry.path("contextTokens").asText(),
                                        entry.path("slots").asText()),
                                adapter.stream())
                        .toList());
    }

    private ObjectNode entered(ObjectNode entry) throws IOException {
        // Read anew: another command may have changed it meanwhile.
        MadeVariants.read(shop.data().madeVariants()).with(entry).write();
        return entry;
    }

    private ObjectNode model(String id) throws IOException {
        ObjectNode entry = shop.merged()
                .entry(id)
                .orElseThrow(() ->
                        new IOException("there is no variant '" + id + "'; `./cortado variants list` shows them"));
        if (entry.has(REMOTE)) {
            throw new IOException("'" + id + "' is a model on another server, whose file is not here");
        }
        if (entry.has("base")) {
            throw new IOException(
                    "'" + id + "' is an adapter on " + entry.path("base").asText() + ", not a model: name its base");
        }
        return entry;
    }

    ObjectNode bestAtHand(ObjectNode named) throws IOException {
        Optional<ObjectNode> best = best(named);
        return best.isPresent() ? best.get() : atHand(named);
    }

    /// Of the same model, what was not quantised twice first, then the larger file; empty where no file of it is here.
    Optional<ObjectNode> best(ObjectNode named) throws IOException {
        @Nullable ObjectNode best = null;
        for (ObjectNode entry : shop.merged().entries()) {
            if (entry.path("model").equals(named.path("model"))
                    && !entry.has("base")
                    && !entry.has(REMOTE)
                    && shop.models().has(typed(entry))
                    && (best == null || BETTER.compare(entry, best) > 0)) {
                best = entry;
            }
        }
        return Optional.ofNullable(best);
    }

    private static final Comparator<ObjectNode> BETTER = Comparator.comparing(
                    (ObjectNode entry) -> !entry.path("requantised").asBoolean())
            .thenComparingLong(entry -> entry.path("bytes").asLong());

    private ObjectNode atHand(ObjectNode entry) throws IOException {
        Model model = typed(entry);
        if (!shop.models().has(model)) {
            throw new IOException(
                    Files.exists(shop.models().file(model))
                            ? shop.models().file(model) + " is not the catalogue's file: its length or sha256 differs"
                            : model.file() + " is not there: run `./cortado fetch --tiers "
                                    + model.tier().word() + "` first");
        }
        return entry;
    }

    private Model typed(ObjectNode entry) {
        return shop.merged().everything().model(entry.path("id").asText()).orElseThrow();
    }

    private String file(ObjectNode entry) {
        return shop.models().file(typed(entry)).toString();
    }

    private String unused(String id) throws IOException {
        if (!ID.matcher(id).matches()) {
            throw new IOException("'" + id + "' is no id of a variant: lower case, digits, '.', '-' and '_'");
        }
        if (shop.merged().entry(id).isPresent()) {
            throw new IOException("there is a variant '" + id + "' already");
        }
        return id;
    }

    private static Path partial(Path place) {
        return place.resolveSibling("." + place.getFileName() + UNFINISHED);
    }

    /// One at a time: two would not fit the machine, and whoever has the lock knows that unfinished files are nobody's.
    private OnlyOne lock() throws IOException {
        Path directory = shop.models().directory();
        Files.createDirectories(directory);
        OnlyOne lock = OnlyOne.of(
                directory.resolve(".making.lock"), "another `./cortado variants` is at work in " + directory);
        for (Path place : List.of(directory, directory.resolve("adapters"))) {
            if (Files.isDirectory(place)) {
                try (var files = Files.list(place)) {
                    for (Path file : files.filter(one -> one.toString().endsWith(UNFINISHED))
                            .toList()) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        }
        return lock;
    }
}
