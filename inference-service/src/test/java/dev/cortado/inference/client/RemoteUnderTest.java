package dev.cortado.inference.client;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.AdapterUse;
import dev.cortado.inference.engine.Capability;
import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.Generation;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.ModelLoader;
import dev.cortado.inference.engine.PreparedPrompt;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.Submission;
import dev.cortado.inference.engine.TemplateOverhead;
import dev.cortado.inference.engine.Tenant;
import dev.cortado.inference.remote.BelievedUsage;
import dev.cortado.inference.remote.RemoteLimits;
import dev.cortado.inference.remote.RemoteLoader;
import dev.cortado.inference.remote.RemoteModel;
import dev.cortado.inference.remote.RemoteWork;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// An engine on a wire server, with short time limits.
final class RemoteUnderTest implements AutoCloseable {

    static final int COMPLETION_MAX = 40;
    static final TemplateOverhead OVERHEAD = new TemplateOverhead(16, 8, 100, 10);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(20);

    final List<String> disputed = new CopyOnWriteArrayList<>();
    private final Engine engine;

    RemoteUnderTest(WireServer server, ServerKey key) {
        this(server, key, Set.of());
    }

    RemoteUnderTest(WireServer server, ServerKey key, Set<Capability> capabilities) {
        this(server, key, capabilities, SHORT);
    }

    /// @param patience with the server, for each of what it is waited for
    RemoteUnderTest(WireServer server, ServerKey key, Set<Capability> capabilities, Duration patience) {
        OpenAiSettings settings = settings(server, key);
        RemoteLimits limits = new RemoteLimits(
                8,
                75,
                patience,
                patience,
                patience,
                2,
                Duration.ofMillis(5),
                OVERHEAD,
                new BelievedUsage.Bounds(16, 128, 4));
        RemoteLoader loader = new RemoteLoader(
                Map.of("variant", new RemoteModel(WireServer.MODEL, Map.of("brand", "tiny-brand"), capabilities)),
                model -> new OpenAiServer(model.name(), settings),
                variant -> new RemoteWork(variant, limits, InstantSource.system(), disputed::add),
                Duration.ofMillis(10));
        ModelLoader.ModelSource source = new ModelLoader.ModelSource("variant", Path.of(""), 4096, 2, () -> {});
        long latest = System.nanoTime() + LONG.toNanos();
        while (loader.missing(source).isPresent() && System.nanoTime() < latest) {
            Thread.onSpinWait();
        }
        engine = ((ModelLoader.Loaded) loader.load(source)).engine();
    }

    static OpenAiSettings settings(WireServer server, ServerKey key) {
        return new OpenAiSettings(
                server.base(), key, Duration.ofSeconds(1), Duration.ofSeconds(1), "max_tokens", false, 200_000);
    }

    Engine engine() {
        return engine;
    }

    Heard ask() {
        Heard heard = new Heard();
        submit(heard);
        heard.end();
        return heard;
    }

    Generation submit(GenerationListener listener) {
        return ((Submission.Submitted) submit(AdapterUse.NONE, listener)).generation();
    }

    Submission submit(AdapterUse adapter, GenerationListener listener) {
        return submit(adapter, prepared().prompt(), new Sampling(0.5, 0.9, OptionalLong.of(11), 0, 0), listener);
    }

    Heard ask(Conversation conversation, Sampling sampling) {
        Heard heard = new Heard();
        PromptPreparation.Prepared prepared = (PromptPreparation.Prepared) engine.prepare(conversation);
        var _ = (Submission.Submitted) submit(AdapterUse.NONE, prepared.prompt(), sampling, heard);
        heard.end();
        return heard;
    }

    /// One more request of a tenant, which says so.
    void submit(Tenant tenant, String text, GenerationListener listener) {
        PromptPreparation.Prepared prepared = (PromptPreparation.Prepared)
                engine.prepare(new Conversation(List.of(new ConversationMessage(ChatRole.USER, text))));
        var _ = (Submission.Submitted) submit(tenant, AdapterUse.NONE, prepared.prompt(), Sampling.greedy(), listener);
    }

    Submission submit(AdapterUse adapter, PreparedPrompt prompt, Sampling sampling, GenerationListener listener) {
        return submit(new Tenant("organisation"), adapter, prompt, sampling, listener);
    }

    private Submission submit(
            Tenant tenant, AdapterUse adapter, PreparedPrompt prompt, Sampling sampling, GenerationListener listener) {
        Instant latest = Instant.now().plus(LONG);
        return engine.submit(
                new GenerationOrder(
                        tenant,
                        adapter,
                        prompt,
                        TokenCount.of(COMPLETION_MAX),
                        sampling,
                        List.of("END"),
                        latest,
                        latest),
                listener);
    }

    long promptTokensMax() {
        return prepared().prompt().size();
    }

    private PromptPreparation.Prepared prepared() {
        return (PromptPreparation.Prepared)
                engine.prepare(new Conversation(List.of(new ConversationMessage(ChatRole.USER, "Say hi."))));
    }

    void await(boolean running) throws InterruptedException {
        long latest = System.nanoTime() + LONG.toNanos();
        while (engine.running() != running && System.nanoTime() < latest) {
            Thread.sleep(5);
        }
    }

    void awaitOutage(String reason) throws InterruptedException {
        long latest = System.nanoTime() + LONG.toNanos();
        while (!engine.outage().equals(reason) && System.nanoTime() < latest) {
            Thread.sleep(5);
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
