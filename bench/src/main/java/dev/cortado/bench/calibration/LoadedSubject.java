package dev.cortado.bench.calibration;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.evaluation.item.TaskMessage;
import dev.cortado.inference.batching.BatchingLimits;
import dev.cortado.inference.batching.StepPlanner;
import dev.cortado.inference.batching.ThreadTurns;
import dev.cortado.inference.configuration.Catalogue;
import dev.cortado.inference.engine.AdapterLoading;
import dev.cortado.inference.engine.AdapterUse;
import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.ModelLoader;
import dev.cortado.inference.engine.PreparedPrompt;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.Submission;
import dev.cortado.inference.engine.Tenant;
import dev.cortado.inference.llama.LlamaLibrary;
import dev.cortado.inference.llama.LlamaLoader;
import dev.cortado.inference.llama.MemoryLimits;
import dev.cortado.inference.template.JinjavaTemplates;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/// A subject's model in the engine that serves it, with the limits that a node has by default; greedy throughout.
final class LoadedSubject implements AutoCloseable {

    private static final int QUEUE_DEPTH = 64;
    private static final int PREFILL_ALONE = 512;
    private static final int PREFILL_SHARED = 64;
    private static final int PREFILL_BEHIND = 16;
    /// None: the prompt by itself of one run comes right after the streams of the one before.
    private static final Duration PREFILL_QUIET = Duration.ZERO;
    private static final int THREAD_POLL_LEVEL = 10;
    private static final Duration ANSWER_MAX = Duration.ofMinutes(10);
    private static final Duration ADAPTER_TURN = Duration.ofMillis(50);

    private final Engine engine;
    private final AdapterUse adapter;

    private LoadedSubject(Engine engine, AdapterUse adapter) {
        this.engine = engine;
        this.adapter = adapter;
    }

    /// @throws IllegalStateException saying why it cannot be loaded
    ///
    /// @param streams among which the subject's context is divided
    static LoadedSubject load(CalibrationPlan plan, Subject subject, int threads, int streams, Steps steps) {
        LlamaLibrary library = LlamaLibrary.open(
                Path.of(plan.engine()),
                Catalogue.read(Path.of(plan.catalogue())).library(Catalogue.thisPlatform()),
                new LlamaLibrary.ComputeThreads(threads, THREAD_POLL_LEVEL));
        ModelLoader loader = new LlamaLoader(
                library,
                new JinjavaTemplates(),
                new BatchingLimits(
                        QUEUE_DEPTH,
                        100,
                        true,
                        ADAPTER_TURN,
                        new StepPlanner(PREFILL_ALONE, PREFILL_SHARED, PREFILL_BEHIND),
                        PREFILL_QUIET),
                MemoryLimits.NONE,
                new ThreadTurns(),
                _ -> steps,
                InstantSource.system());
        ModelLoader.ModelSource source = new ModelLoader.ModelSource(
                subject.variant(), subject.file(), subject.streamContextTokens(streams), streams, () -> {});
        Engine engine = switch (loader.load(source)) {
            case ModelLoader.Loaded(var loaded) -> loaded;
            case ModelLoader.LoadFailed(var reason) -> throw new IllegalStateException(reason);
        };
        return new LoadedSubject(engine, adapted(engine, subject));
    }

    private static AdapterUse adapted(Engine engine, Subject subject) {
        Subject.Adapter adapter = subject.adapter();
        if (adapter == null) {
            return AdapterUse.NONE;
        }
        return switch (engine.load(new AdapterLoading.AdapterSource(adapter.id(), adapter.file(), adapter.sha256()))) {
            case AdapterLoading.Usable _ -> new AdapterUse(adapter.id(), adapter.scale());
            case AdapterLoading.Unusable(var reason) -> {
                engine.close();
                throw new IllegalStateException(reason);
            }
        };
    }

    PromptPreparation prepare(List<TaskMessage> messages) {
        return engine.prepare(new Conversation(messages.stream()
                .map(message -> new ConversationMessage(
                        ChatRole.valueOf(message.role().toUpperCase(Locale.ROOT)), message.content()))
                .toList()));
    }

    /// @throws IllegalStateException if the model's template does not take the text
    PreparedPrompt prompt(String text) {
        return switch (prepare(List.of(TaskMessage.user(text)))) {
            case PromptPreparation.Prepared(var prompt) -> prompt;
            case PromptPreparation.Unrenderable(var reason) -> throw new IllegalStateException(reason);
            case PromptPreparation.Unsupported unsupported -> throw new IllegalStateException(unsupported.reason());
        };
    }

    /// Of each stream.
    int contextTokens() {
        return engine.description().contextTokens();
    }

    /// @param tenant of whom prompts that begin alike are computed once
    void generate(PreparedPrompt prompt, int completionTokensMax, Tenant tenant, GenerationListener listener) {
        Instant latest = Instant.now().plus(ANSWER_MAX);
        GenerationOrder order = new GenerationOrder(
                tenant,
                adapter,
                prompt,
                TokenCount.of(completionTokensMax),
                Sampling.greedy(),
                List.of(),
                latest,
                latest);
        if (!(engine.submit(order, listener) instanceof Submission.Submitted)) {
            throw new IllegalStateException("the engine took no order");
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
