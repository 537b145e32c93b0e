package dev.cortado.inference.configuration;

import dev.cortado.inference.client.OpenAiServer;
import dev.cortado.inference.client.OpenAiSettings;
import dev.cortado.inference.client.OpenInferenceServer;
import dev.cortado.inference.client.OpenInferenceSettings;
import dev.cortado.inference.client.ServerKey;
import dev.cortado.inference.engine.ChatTemplate;
import dev.cortado.inference.engine.ModelLoader;
import dev.cortado.inference.engine.TemplateOverhead;
import dev.cortado.inference.http.InferenceMetrics;
import dev.cortado.inference.node.HardwareDescription;
import dev.cortado.inference.remote.BelievedUsage;
import dev.cortado.inference.remote.RemoteLimits;
import dev.cortado.inference.remote.RemoteLoader;
import dev.cortado.inference.remote.RemoteModel;
import dev.cortado.inference.remote.RemoteServer;
import dev.cortado.inference.remote.RemoteWork;
import dev.cortado.inference.template.JinjavaTemplates;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Puts together what fronts a remote server.
final class RemoteWiring {

    private static final Logger LOG = System.getLogger(RemoteWiring.class.getName());

    private static final String PLAIN_TEMPLATE =
            "{% for message in messages %}{{ message.role }}: {{ message.content }}\n" + "{% endfor %}assistant:";

    private final NodeSettings settings;
    private final RemoteSettings remote;
    private final InstantSource clock;

    RemoteWiring(NodeSettings settings, InstantSource clock) {
        this.settings = settings;
        this.remote = settings.remote();
        this.clock = clock;
    }

    ModelLoader loader(EngineKind kind, Catalogue catalogue, InferenceMetrics metrics, Vertx vertx) {
        Map<String, RemoteModel> models = new HashMap<>();
        for (String id : settings.variants()) {
            catalogue.remoteModel(id.strip()).ifPresent(model -> models.put(id.strip(), model));
        }
        return new RemoteLoader(
                models, servers(kind, vertx), variant -> work(variant, metrics), remote.healthInterval());
    }

    private Function<RemoteModel, RemoteServer> servers(EngineKind kind, Vertx vertx) {
        return switch (kind) {
            case LLAMA -> throw new IllegalArgumentException("not a remote engine");
            case OPENAI -> openAi();
            case OPEN_INFERENCE -> openInference(vertx);
        };
    }

    private Function<RemoteModel, RemoteServer> openAi() {
        OpenAiSettings server = new OpenAiSettings(
                url(),
                key(),
                remote.connectTimeMax(),
                remote.answerTimeMax(),
                remote.completionMaxField(),
                remote.prefixesShared(),
                remote.eventBytesMax());
        return model -> new OpenAiServer(model.name(), server);
    }

    private Function<RemoteModel, RemoteServer> openInference(Vertx vertx) {
        TensorSettings tensors = remote.openInference();
        OpenInferenceSettings server = new OpenInferenceSettings(
                url(),
                key(),
                remote.connectTimeMax(),
                remote.answerTimeMax(),
                tensors.streams(),
                tensors.batchDimension(),
                names(tensors),
                tensors.constants());
        ChatTemplate template = new JinjavaTemplates()
                .compile(
                        tensors.templateFile().map(RemoteWiring::read).orElse(PLAIN_TEMPLATE),
                        new ChatTemplate.SpecialTexts("", ""));
        return model -> new OpenInferenceServer(model.name(), server, template, vertx);
    }

    private static OpenInferenceSettings.Tensors names(TensorSettings tensors) {
        return new OpenInferenceSettings.Tensors(
                tensors.promptTensor(),
                tensors.completionMaxTensor().orElse(""),
                tensors.temperatureTensor().orElse(""),
                tensors.topPTensor().orElse(""),
                tensors.seedTensor().orElse(""),
                tensors.stopsTensor().orElse(""),
                tensors.streamTensor().orElse(""),
                tensors.samplingJsonTensor().orElse(""),
                tensors.textTensor(),
                tensors.promptTokensTensor().orElse(""),
                tensors.completionTokensTensor().orElse(""));
    }

    private static String read(Path template) {
        try {
            return Files.readString(template);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cortado.inference.remote.open-inference.template-file: " + template + " cannot be read", e);
        }
    }

    private RemoteWork work(String variant, InferenceMetrics metrics) {
        return new RemoteWork(variant, limits(), clock, objection -> {
            metrics.usageDisputed(variant);
            LOG.log(Level.WARNING, "{0}: the server claims {1}; what is beyond is not charged", variant, objection);
        });
    }

    private RemoteLimits limits() {
        NodeSettings.BatchingSettings batching = settings.batching();
        return new RemoteLimits(
                batching.queueDepthMax(),
                batching.tenantShareMaxPercent(),
                remote.firstTokenTimeMax(),
                remote.silenceMax(),
                remote.usageTimeMax(),
                remote.retriesMax(),
                remote.retryDelay(),
                new TemplateOverhead(
                        remote.templateTokensFixed(),
                        remote.templateTokensPerMessage(),
                        remote.templateTokensTools(),
                        remote.templateTokensPerTool()),
                new BelievedUsage.Bounds(remote.bytesPerTokenMax(), remote.bytesBeyond(), remote.bytesPerTokenUsual()));
    }

    /// Nothing of the server's hardware can be seen from here.
    HardwareDescription hardware() {
        return new HardwareDescription("remote", "a server at " + url().getAuthority(), 0, 0);
    }

    private URI url() {
        return remote.url()
                .orElseThrow(() -> new IllegalArgumentException(
                        "cortado.inference.remote.url must be given where the engine is a remote one"));
    }

    private ServerKey key() {
        Optional<String> variable = remote.keyVariable();
        if (variable.isPresent() && remote.keyFile().isPresent()) {
            throw new IllegalArgumentException(
                    "cortado.inference.remote: give either key-variable or key-file, not both");
        }
        if (variable.isPresent()) {
            return ServerKey.ofVariable(System.getenv(variable.get()), variable.get());
        }
        return remote.keyFile().map(ServerKey::ofFile).orElseGet(ServerKey::none);
    }
}
