package dev.cortado.inference.client;

import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.ModelLoader;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.TemplateOverhead;
import dev.cortado.inference.engine.Tenant;
import dev.cortado.inference.remote.BelievedUsage;
import dev.cortado.inference.remote.RemoteCall;
import dev.cortado.inference.remote.RemoteFailure;
import dev.cortado.inference.remote.RemoteLimits;
import dev.cortado.inference.remote.RemoteLoader;
import dev.cortado.inference.remote.RemoteModel;
import dev.cortado.inference.remote.RemoteOrder;
import dev.cortado.inference.remote.RemoteServer;
import dev.cortado.inference.remote.RemoteWork;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Engines on real servers, with the time limits of the defaults but for the first token's.
final class RealEngine {

    private static final Duration START_MAX = Duration.ofMinutes(2);

    private RealEngine() {}

    static OpenAiSettings settings(URI base, ServerKey key, boolean prefixesShared) {
        return new OpenAiSettings(
                base, key, Duration.ofSeconds(3), Duration.ofSeconds(2), "max_tokens", prefixesShared, 1 << 20);
    }

    static Engine openAi(URI base, String model, ServerKey key, boolean prefixesShared) throws InterruptedException {
        OpenAiSettings settings = settings(base, key, prefixesShared);
        return engine(model, Duration.ofMinutes(2), served -> new OpenAiServer(served.name(), settings));
    }

    static Engine engine(String model, Duration firstTokenTimeMax, Function<RemoteModel, RemoteServer> servers)
            throws InterruptedException {
        RemoteLimits limits = new RemoteLimits(
                16,
                75,
                firstTokenTimeMax,
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                2,
                Duration.ofMillis(200),
                new TemplateOverhead(64, 16),
                new BelievedUsage.Bounds(16, 128, 4));
        RemoteLoader loader = new RemoteLoader(
                Map.of("variant", new RemoteModel(model, Map.of())),
                servers,
                variant -> new RemoteWork(variant, limits, InstantSource.system(), objection -> {
                    throw new IllegalStateException("not believed: " + objection);
                }),
                Duration.ofMillis(200));
        ModelLoader.ModelSource source = new ModelLoader.ModelSource("variant", Path.of(""), 8192, 4, () -> {});
        long latest = System.nanoTime() + START_MAX.toNanos();
        while (loader.missing(source).isPresent()) {
            if (System.nanoTime() > latest) {
                throw new IllegalStateException(loader.missing(source).orElseThrow());
            }
            Thread.sleep(50);
        }
        return ((ModelLoader.Loaded) loader.load(source)).engine();
    }

    /// One small order straight to an adapter, whose failure is told as an engine would tell it.
    static void order(RemoteServer server, String model, Heard heard) {
        Conversation conversation = new Conversation(List.of(new ConversationMessage(ChatRole.USER, "Hi")));
        RemoteCall call = server.open(
                new RemoteOrder(model, Tenant.UNNAMED, conversation, TokenCount.of(2), Sampling.greedy(), List.of()));
        try {
            call.next();
            throw new IllegalStateException("it was let in");
        } catch (RemoteFailure failure) {
            heard.ended(new GenerationEnd.TurnedAway(GenerationEnd.Obstacle.NOT_THERE, failure.text()));
        } finally {
            call.abort();
        }
    }
}
