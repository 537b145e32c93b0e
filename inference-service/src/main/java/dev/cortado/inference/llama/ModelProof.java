package dev.cortado.inference.llama;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.AdapterLoading;
import dev.cortado.inference.engine.AdapterLoading.AdapterSource;
import dev.cortado.inference.engine.AdapterUse;
import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.ModelLoader;
import dev.cortado.inference.engine.ModelLoader.ModelSource;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.gguf.GgufReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Proves that a file can be served: it is loaded as a node loads it, with the same refusals, and generates once.
public final class ModelProof {

    private static final String QUESTION = "Name three colours.";
    private static final TokenCount COMPLETION = TokenCount.of(24);
    private static final Duration TIME_MAX = Duration.ofMinutes(5);

    private final ModelLoader loader;

    public ModelProof(ModelLoader loader) {
        this.loader = loader;
    }

    /// What came of it.
    public sealed interface Proving {}

    /// @param text what it answered
    /// @param memoryBytes that serving it takes, by the file's header; 0 where that does not say
    public record Proven(String text, long memoryBytes) implements Proving {}

    public record NotProven(String reason) implements Proving {}

    /// An adapter that is to be tried on the model.
    ///
    /// @param scale by which it is multiplied, above 0
    public record Adapter(Path file, double scale) {}

    /// @param adapter empty: the model as it is
    public Proving prove(Path file, int contextTokens, int slots, Optional<Adapter> adapter) {
        return switch (loader.load(new ModelSource("proof", file, contextTokens, slots, () -> {}))) {
            case ModelLoader.LoadFailed(var reason) -> new NotProven(reason);
            case ModelLoader.Loaded(var engine) -> {
                try (engine) {
                    yield prove(engine, memory(file, contextTokens, slots), adapter);
                }
            }
        };
    }

    private static long memory(Path file, int contextTokens, int slots) {
        return GgufReader.read(file) instanceof GgufReader.Understood(var header)
                        && MemoryPlan.of(ModelShape.of(header), contextTokens, slots, MemoryLimits.NONE)
                                instanceof MemoryPlan.Fits(var plan)
                ? plan.bytes()
                : 0;
    }

    private static Proving prove(Engine engine, long memoryBytes, Optional<Adapter> adapter) {
        AdapterUse use = AdapterUse.NONE;
        if (adapter.isPresent()) {
            use = new AdapterUse("proof", adapter.get().scale());
            if (engine.load(new AdapterSource(use.id(), adapter.get().file(), ""))
                    instanceof AdapterLoading.Unusable(var reason)) {
                return new NotProven(reason);
            }
        }
        Conversation question = new Conversation(List.of(new ConversationMessage(ChatRole.USER, QUESTION)));
        return switch (engine.prepare(question)) {
            case PromptPreparation.Unrenderable(var reason) ->
                new NotProven("its chat template cannot be used: " + reason);
            case PromptPreparation.Unsupported unsupported -> new NotProven(unsupported.reason());
            case PromptPreparation.Prepared(var prompt) -> {
                Instant latest = Instant.now().plus(TIME_MAX);
                yield generate(
                        engine,
                        new GenerationOrder(prompt, COMPLETION, Sampling.greedy(), List.of(), latest, latest)
                                .under(use),
                        memoryBytes);
            }
        };
    }

    private static Proving generate(Engine engine, GenerationOrder order, long memoryBytes) {
        StringBuilder text = new StringBuilder();
        CompletableFuture<GenerationEnd> ended = new CompletableFuture<>();
        engine.submit(order, new GenerationListener() {
            @Override
            public void delta(String more) {
                text.append(more);
            }

            @Override
            public void ended(GenerationEnd how) {
                ended.complete(how);
            }
        });
        return ended.join() instanceof GenerationEnd.Generated generated
                        && (generated.cause() == StopCause.STOP || generated.cause() == StopCause.LENGTH)
                ? new Proven(text.toString(), memoryBytes)
                : new NotProven("it was loaded but did not generate: " + ended.join());
    }
}
