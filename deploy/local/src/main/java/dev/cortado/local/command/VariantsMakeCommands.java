package dev.cortado.local.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.variant.MakerProcess;
import dev.cortado.local.variant.Making;
import dev.cortado.local.variant.StandardSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Making variants. Each command says what it made and what comes next.
final class VariantsMakeCommands {
    private VariantsMakeCommands() {}

    /// What each of them takes.
    abstract static class Make implements Callable<Integer> {
        @Mixin
        private final Common common = new Common();

        @Option(names = "--threads", paramLabel = "N", description = "CPU threads; 0: all but one core, at least one")
        private int threads;

        abstract void make(Workshop shop, Making making) throws IOException, InterruptedException;

        @Override
        public Integer call() throws IOException, InterruptedException {
            Workshop shop = Common.workshop(common.asked());
            make(shop, new Making(shop, new MakerProcess(shop, threads(), new StepLine())));
            return 0;
        }

        private int threads() {
            int cores = Runtime.getRuntime().availableProcessors();
            if (threads < 0 || threads > cores) {
                throw new IllegalArgumentException("--threads must be 0 to the " + cores + " cores of this machine");
            }
            return threads == 0 ? Math.max(1, cores - 1) : threads;
        }

        static void say(ObjectNode made) {
            String id = made.path("id").asText();
            System.out.println("made " + id + ", "
                    + Say.bytes(made.path("bytes").asLong()) + ": proved by loading it" + " and generating once");
            if (made.path("requantised").asBoolean()) {
                System.out.println("  its source was quantised already, so it loses twice; a source of higher precision"
                        + " would be better");
            }
            System.out.println("  not served yet, and its utility is unmeasured: ./cortado variants serve " + id
                    + ", ./cortado calibrate");
        }
    }

    /// Another precision.
    @Command(
            name = "quantise",
            aliases = "quantize",
            mixinStandardHelpOptions = true,
            description = "Stores a model in another precision, from the best precision of it at hand.")
    static final class Quantise extends Make {
        @Option(names = "--from", required = true, paramLabel = "VARIANT", description = "a variant of the model")
        private String from = "";

        @Option(
                names = "--to",
                required = true,
                paramLabel = "TYPE",
                description = "Q4_0, Q2_K, Q3_K_M, Q5_K_M, Q8_0 …")
        private String to = "";

        @Override
        void make(Workshop shop, Making making) throws IOException, InterruptedException {
            say(making.quantise(from, to.toUpperCase(java.util.Locale.ROOT)));
        }
    }

    /// Fewer layers.
    @Command(
            name = "prune",
            mixinStandardHelpOptions = true,
            description = "Leaves out the layers that change the hidden state least, measured on sample text.")
    static final class Prune extends Make {
        @Option(names = "--from", required = true, paramLabel = "VARIANT", description = "the variant to prune")
        private String from = "";

        @Option(names = "--layers", required = true, paramLabel = "N", description = "how many layers to leave out")
        private int layers;

        @Override
        void make(Workshop shop, Making making) throws IOException, InterruptedException {
            ObjectNode made = making.prune(from, layers);
            System.out.println("left out: layers " + made.path("made").path("layers") + " of "
                    + made.path("made").path("layersBefore").asInt() + ", counted from 0");
            say(made);
        }
    }

    /// An adapter.
    @Command(
            name = "attach",
            mixinStandardHelpOptions = true,
            description = "Enters a LoRA adapter as a variant on its base, in the same process.")
    static final class Attach extends Make {
        @Option(names = "--base", required = true, paramLabel = "VARIANT", description = "the model it was made for")
        private String base = "";

        @Option(names = "--adapter", required = true, paramLabel = "FILE", description = "the adapter, a GGUF file")
        private Path adapter = Path.of("");

        @Option(names = "--scale", required = true, paramLabel = "S", description = "above 0, at most 16")
        private double scale;

        @Option(
                names = "--profile",
                paramLabel = "NAME",
                description = "the task of prompt profiles that it was trained for")
        private String profile = "";

        @Option(
                names = "--tasks",
                paramLabel = "FILE",
                description = "tasks of that kind that its training has not seen, JSONL: what calibrate measures it on")
        private @Nullable Path tasks;

        @Override
        void make(Workshop shop, Making making) throws IOException, InterruptedException {
            say(making.attach(base, new Making.NewAdapter(adapter.toAbsolutePath(), scale, profile, tasks)));
        }
    }

    /// What a calibration wants to compare.
    @Command(
            name = "make-standard",
            mixinStandardHelpOptions = true,
            description =
                    "Makes the standard set: small in Q8_0, medium and large in Q4_0, large in Q3_K_M, medium with fewer"
                            + " layers.")
    static final class Standard extends Make {
        @Override
        void make(Workshop shop, Making making) throws IOException, InterruptedException {
            for (StandardSet.Step step : StandardSet.missing(shop, making)) {
                System.out.println(step.words());
                say(step.make(making));
            }
            System.out.println("the standard set is there");
        }
    }
}
