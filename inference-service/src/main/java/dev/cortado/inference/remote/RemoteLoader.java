package dev.cortado.inference.remote;

import dev.cortado.inference.batching.TemplateMeasure;
import dev.cortado.inference.engine.Capability;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.EngineDescription;
import dev.cortado.inference.engine.ModelLoader;
import dev.cortado.inference.engine.PreparedPrompt.Bound;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.TemplateOverhead;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// "Loads" models that other servers hold: waits until the server serves the model, and reads off it what it can do.
public final class RemoteLoader implements ModelLoader {

    private static final int VOCABULARY_UNKNOWN = 0;

    private final Map<String, RemoteModel> models;
    private final Function<RemoteModel, RemoteServer> servers;
    private final Function<String, RemoteWork> work;
    private final Duration healthInterval;
    private final Map<String, Fronted> fronted = new ConcurrentHashMap<>();

    private record Fronted(RemoteServer server, ServerHealth health) {}

    /// @param models by variant
    /// @param servers makes an adapter to the server of a model
    /// @param work what a variant's generations share
    public RemoteLoader(
            Map<String, RemoteModel> models,
            Function<RemoteModel, RemoteServer> servers,
            Function<String, RemoteWork> work,
            Duration healthInterval) {
        this.models = Map.copyOf(models);
        this.servers = servers;
        this.work = work;
        this.healthInterval = healthInterval;
    }

    @Override
    public Optional<String> missing(ModelSource source) {
        RemoteModel model = models.get(source.name());
        return model == null
                ? Optional.empty()
                : fronted(source, model).health().outage().map(reason -> "waits for its server: " + reason);
    }

    @Override
    public LoadOutcome load(ModelSource source) {
        RemoteModel model = models.get(source.name());
        if (model == null) {
            return new LoadFailed("the catalogue names no model on a server for " + source.name());
        }
        Fronted front = fronted(source, model);
        Optional<RemoteServer.Serving> seen = front.health().seen();
        if (seen.isEmpty()) {
            return new LoadFailed("its server does not serve");
        }
        RemoteServer.ServerDescription server = seen.get().description();
        RemoteWork shared = work.apply(source.name());
        EngineDescription description = new EngineDescription(
                model.name() + " on " + server.kind(),
                least(source.contextTokens(), server.contextTokens()),
                least(source.slots(), server.slots()),
                shared.limits().queueDepthMax(),
                overhead(front.server(), server, shared.limits()),
                capabilities(model, front.server(), server),
                VOCABULARY_UNKNOWN);
        return new Loaded(new RemoteEngine(
                description, model, front.server(), shared, front.health(), source.occupancyChanged()));
    }

    /// As the operator says, else as such servers are known; never what the adapter cannot ask for.
    private static Set<Capability> capabilities(
            RemoteModel model, RemoteServer server, RemoteServer.ServerDescription description) {
        Set<Capability> said = model.capabilities().isEmpty() ? description.capabilities() : model.capabilities();
        return said.stream().filter(server.expressible()::contains).collect(Collectors.toUnmodifiableSet());
    }

    private Fronted fronted(ModelSource source, RemoteModel model) {
        return fronted.computeIfAbsent(source.name(), name -> {
            RemoteServer server = servers.apply(model);
            return new Fronted(server, new ServerHealth(name, server, healthInterval, source.occupancyChanged()));
        });
    }

    /// Measured where the server counts, but for what tools add; a template that takes no such conversations keeps the
    /// configured bound.
    private static TemplateOverhead overhead(
            RemoteServer server, RemoteServer.ServerDescription description, RemoteLimits limits) {
        if (!description.counts()) {
            return limits.template();
        }
        PromptBounds prompts = new PromptBounds(server, limits.template());
        try {
            TemplateOverhead plain = TemplateMeasure.overhead(conversation -> counted(prompts, conversation));
            return new TemplateOverhead(
                    plain.fixed(),
                    plain.perMessage(),
                    limits.template().tools(),
                    limits.template().perTool());
        } catch (IllegalArgumentException e) {
            return limits.template();
        }
    }

    /// @throws IllegalArgumentException where the server did not count it this time: a bound measures nothing
    private static PromptPreparation counted(PromptBounds prompts, Conversation conversation) {
        PromptPreparation preparation = prompts.prepare(conversation);
        if (preparation instanceof PromptPreparation.Prepared(var prompt) && prompt.bound() == Bound.AT_MOST_FOR_NOW) {
            throw new IllegalArgumentException("the server does not count now");
        }
        return preparation;
    }

    private static int least(int configured, int said) {
        return said > 0 ? Math.min(configured, said) : configured;
    }
}
