package dev.cortado.inference.client;

import dev.cortado.contracts.openinference.ModelInferRequest;
import dev.cortado.contracts.openinference.ModelReadyRequest;
import dev.cortado.contracts.openinference.ServerLiveRequest;
import dev.cortado.contracts.openinference.ServerMetadataRequest;
import dev.cortado.contracts.openinference.ServerMetadataResponse;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.inference.engine.ChatTemplate;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.PromptPiece;
import dev.cortado.inference.engine.Submission;
import dev.cortado.inference.remote.RemoteCall;
import dev.cortado.inference.remote.RemoteFailure;
import dev.cortado.inference.remote.RemoteFailure.Kind;
import dev.cortado.inference.remote.RemoteOrder;
import dev.cortado.inference.remote.RemoteServer;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/// A model that turns text into text on a server of the Open Inference Protocol: Triton, MLServer. The conversation is
/// rendered here, since the protocol knows texts only; its tokens are bounded by its bytes.
public final class OpenInferenceServer implements RemoteServer {

    /// That a tokeniser may put before and after a text.
    private static final int SPECIAL_TOKENS_MAX = 4;

    private final String model;
    private final OpenInferenceSettings settings;
    private final ChatTemplate template;
    private final InferCalls calls;
    private final InferRequests requests;

    public OpenInferenceServer(String model, OpenInferenceSettings settings, ChatTemplate template, Vertx vertx) {
        this.model = model;
        this.settings = settings;
        this.template = template;
        this.calls = new InferCalls(vertx, settings);
        this.requests = new InferRequests(settings);
    }

    @Override
    public Probe probe() {
        try {
            if (!calls.ask(InferMethods.SERVER_LIVE, ServerLiveRequest.getDefaultInstance())
                    .getLive()) {
                return new NotServing("the server says that it is not live");
            }
            ModelReadyRequest asked =
                    ModelReadyRequest.newBuilder().setName(model).build();
            if (!calls.ask(InferMethods.MODEL_READY, asked).getReady()) {
                return new NotServing("the server's model '" + model + "' is not ready");
            }
            ServerMetadataResponse itself =
                    calls.ask(InferMethods.SERVER_METADATA, ServerMetadataRequest.getDefaultInstance());
            return new Serving(new ServerDescription(
                    itself.getName() + " " + itself.getVersion() + " at " + calls.place(), 0, 0, true));
        } catch (RemoteFailure failure) {
            return new NotServing(failure.text());
        }
    }

    @Override
    public PromptCount count(Conversation conversation) {
        return switch (template.render(conversation)) {
            case ChatTemplate.Unrenderable(var reason) -> new Unrenderable(reason);
            case ChatTemplate.Rendered rendered ->
                new AtMost(TokenCount.of(text(rendered).getBytes(StandardCharsets.UTF_8).length + SPECIAL_TOKENS_MAX));
        };
    }

    private static String text(ChatTemplate.Rendered rendered) {
        StringBuilder text = new StringBuilder();
        for (PromptPiece piece : rendered.pieces()) {
            text.append(piece.text());
        }
        return text.toString();
    }

    /// The protocol has no tokeniser.
    @Override
    public OptionalLong countText(String text) {
        return OptionalLong.empty();
    }

    @Override
    public Optional<Submission.Unserved> unserved(RemoteOrder order) {
        return requests.unserved(order);
    }

    @Override
    public RemoteCall open(RemoteOrder order) {
        if (!(template.render(order.conversation()) instanceof ChatTemplate.Rendered rendered)) {
            throw new RemoteFailure(Kind.NOT_TAKEN, "the conversation cannot be rendered");
        }
        ModelInferRequest request = requests.generation(order, text(rendered));
        return settings.streams()
                ? InferCall.ofPieces(
                        calls.send(InferMethods.MODEL_STREAM_INFER, request), settings, order.completionMax())
                : InferCall.ofWhole(
                        calls.send(InferMethods.MODEL_INFER, request), settings.tensors(), order.completionMax());
    }

    @Override
    public void close() {
        calls.close();
    }
}
