package dev.cortado.inference.making;

import dev.cortado.inference.batching.BatchingLimits;
import dev.cortado.inference.batching.StepPlanner;
import dev.cortado.inference.batching.ThreadTurns;
import dev.cortado.inference.configuration.Catalogue;
import dev.cortado.inference.gguf.GgufFile;
import dev.cortado.inference.gguf.GgufReader;
import dev.cortado.inference.gguf.LayerRemoval;
import dev.cortado.inference.llama.FileType;
import dev.cortado.inference.llama.LayerScores;
import dev.cortado.inference.llama.LlamaLibrary;
import dev.cortado.inference.llama.LlamaLoader;
import dev.cortado.inference.llama.MakingOutcome;
import dev.cortado.inference.llama.MemoryLimits;
import dev.cortado.inference.llama.ModelProof;
import dev.cortado.inference.llama.Quantiser;
import dev.cortado.inference.template.JinjavaTemplates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The program by which `./cortado variants` makes and proves variants, one step a process: a native failure ends that
/// process and nothing else. Arguments: the catalogue, the engine's library directory, the threads, then a step with
/// its own (`quantise IN OUT TYPE`, `score IN HOW_MANY`, `remove IN OUT LAYERS`, `prove FILE CONTEXT SLOTS [ADAPTER
/// SCALE]`). What came of it stands on standard output, see [Told]; the process ends early when its standard input
/// does,
/// so that nothing goes on for whoever is gone.
public final class Maker {

    private static final int REFUSED = 3;
    private static final int QUEUE_DEPTH_MAX = 8;
    private static final int WHOLE_SHARE_PERCENT = 100;
    private static final Duration ADAPTER_TURN = Duration.ofMillis(50);
    private static final StepPlanner PLANNER = new StepPlanner(128, 64, 16);

    private final Path catalogue;
    private final Path libraries;
    private final int threads;
    private final Told told;

    private Maker(Path catalogue, Path libraries, int threads, Told told) {
        this.catalogue = catalogue;
        this.libraries = libraries;
        this.threads = threads;
        this.told = told;
    }

    public static void main(String[] arguments) throws IOException {
        Thread.ofPlatform().daemon(true).start(Maker::endWithStarter);
        Maker maker = new Maker(
                Path.of(arguments[0]), Path.of(arguments[1]), Integer.parseInt(arguments[2]), new Told(System.out));
        List<String> step = Arrays.asList(arguments).subList(3, arguments.length);
        System.exit(maker.take(step) ? 0 : REFUSED);
    }

    private static void endWithStarter() {
        try {
            while (System.in.read() >= 0) {
                // nothing is ever said
            }
        } catch (IOException e) {
            // as good as its end
        }
        Runtime.getRuntime().halt(1);
    }

    /// @return false where it was refused, with the reason told
    private boolean take(List<String> step) throws IOException {
        Path input = Path.of(step.get(1));
        return switch (GgufReader.read(input)) {
            case GgufReader.NotUnderstood(var reason) ->
                refused("the file " + input.getFileName() + " is not usable: " + reason);
            case GgufReader.Understood(var file) -> {
                tellFacts(file);
                yield switch (step.getFirst()) {
                    case "quantise" -> quantise(input, Path.of(step.get(2)), step.get(3));
                    case "score" -> score(input, file, Integer.parseInt(step.get(2)));
                    case "remove" -> remove(input, file, Path.of(step.get(2)), step.get(3));
                    case "prove" -> prove(input, step);
                    default -> throw new IllegalArgumentException("there is no step " + step.getFirst());
                };
            }
        };
    }

    private void tellFacts(GgufFile file) {
        String architecture = file.text("general.architecture").orElse("");
        told.fact("architecture", architecture);
        told.fact("layers", file.whole(architecture + ".block_count").orElse(0));
        told.fact("contextTokens", file.whole(architecture + ".context_length").orElse(0));
        told.fact("quantised", Quantiser.isQuantised(file));
    }

    private boolean refused(String reason) {
        told.refused(reason);
        return false;
    }

    private LlamaLibrary library() {
        return LlamaLibrary.open(
                libraries,
                Catalogue.read(catalogue).library(Catalogue.thisPlatform()),
                new LlamaLibrary.ComputeThreads(threads, 0));
    }

    private boolean quantise(Path input, Path output, String name) {
        Optional<FileType> type = FileType.ofName(name);
        if (type.isEmpty()) {
            return refused("there is no precision '" + name + "'; there are " + FileType.names());
        }
        return done(new Quantiser(library()).quantise(input, output, type.get(), threads, told::progress));
    }

    private boolean done(MakingOutcome outcome) {
        return switch (outcome) {
            case MakingOutcome.Made() -> true;
            case MakingOutcome.Refused(var reason) -> refused(reason);
        };
    }

    /// @param leaveOut how many layers are to be left out, which may be too many to begin with
    private boolean score(Path input, GgufFile file, int leaveOut) throws IOException {
        Optional<String> refusal = LayerRemoval.refusal(file).or(() -> LayerRemoval.tooMany(file, leaveOut));
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        return switch (new LayerScores(library()).of(input, file, sample(), told::progress)) {
            case LayerScores.NotScored(var reason) -> refused(reason);
            case LayerScores.Scored(var influences, int tokens) -> {
                told.fact("sampleTokens", tokens);
                for (int layer = 0; layer < influences.size(); layer++) {
                    told.score(layer, influences.get(layer));
                }
                yield true;
            }
        };
    }

    /// Written for this purpose: prose, talk, instructions, numbers and code.
    private static String sample() throws IOException {
        try (InputStream text = Maker.class.getResourceAsStream("sample.txt")) {
            if (text == null) {
                throw new IllegalStateException("the sample text is missing");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private boolean remove(Path input, GgufFile file, Path output, String list) throws IOException {
        TreeSet<Integer> layers =
                Arrays.stream(list.split(",", -1)).map(Integer::valueOf).collect(Collectors.toCollection(TreeSet::new));
        Optional<String> shortage = Quantiser.diskShortage(output, LayerRemoval.bytes(file, layers));
        if (shortage.isPresent()) {
            return refused(shortage.get());
        }
        return switch (LayerRemoval.write(input, output, layers, (done, of) -> told.progress(done, of, "bytes"))) {
            case LayerRemoval.Written _ -> true;
            case LayerRemoval.NotWritten(var reason) -> refused(reason);
        };
    }

    private boolean prove(Path file, List<String> step) {
        LlamaLoader loader = new LlamaLoader(
                library(),
                new JinjavaTemplates(),
                new BatchingLimits(QUEUE_DEPTH_MAX, WHOLE_SHARE_PERCENT, false, ADAPTER_TURN, PLANNER, Duration.ZERO),
                MemoryLimits.NONE,
                new ThreadTurns(),
                variant -> (promptTokens, decodeTokens, duration) -> {},
                InstantSource.system());
        Optional<ModelProof.Adapter> adapter = step.size() > 4
                ? Optional.of(new ModelProof.Adapter(Path.of(step.get(4)), Double.parseDouble(step.get(5))))
                : Optional.empty();
        return switch (new ModelProof(loader)
                .prove(file, Integer.parseInt(step.get(2)), Integer.parseInt(step.get(3)), adapter)) {
            case ModelProof.NotProven(var reason) -> refused(reason);
            case ModelProof.Proven(var text, long memoryBytes) -> {
                told.fact("memoryBytes", memoryBytes);
                told.fact("answer", text);
                yield true;
            }
        };
    }
}
