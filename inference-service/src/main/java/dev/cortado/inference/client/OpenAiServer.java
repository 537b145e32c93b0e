package dev.cortado.inference.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cortado.inference.client.HttpCalls.Answer;
import dev.cortado.inference.engine.Capability;
import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.Submission;
import dev.cortado.inference.remote.RemoteCall;
import dev.cortado.inference.remote.RemoteFailure;
import dev.cortado.inference.remote.RemoteFailure.Kind;
import dev.cortado.inference.remote.RemoteOrder;
import dev.cortado.inference.remote.RemoteServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A model on a server with OpenAI's HTTP interface: llama-server, vLLM, SGLang, TensorRT-LLM, a vendor's own.
public final class OpenAiServer implements RemoteServer {

    private static final int ERROR_BYTES_MAX = 8192;
    private static final int MODELS_NAMED_MAX = 5;
    /// Several choices are not: nobody would know what each of them took.
    private static final Set<Capability> EXPRESSIBLE = Set.copyOf(EnumSet.complementOf(EnumSet.of(Capability.N)));
    private static final Conversation SAMPLE = new Conversation(List.of(new ConversationMessage(ChatRole.USER, "x")));

    private final String model;
    private final OpenAiSettings settings;
    private final HttpCalls calls;
    private final OpenAiErrors errors;
    private final OpenAiRequests requests;
    private final OpenAiTokeniser tokeniser;
    private volatile Flavour flavour = Flavour.PLAIN;
    private volatile @Nullable ServerDescription known;

    /// @param model by the name that the server knows
    public OpenAiServer(String model, OpenAiSettings settings) {
        this.model = model;
        this.settings = settings;
        this.calls = new HttpCalls(settings);
        this.errors = new OpenAiErrors(settings.key());
        this.requests = new OpenAiRequests(calls.json(), settings);
        this.tokeniser = new OpenAiTokeniser(calls, settings, requests, errors, model);
    }

    @Override
    public Probe probe() {
        try {
            Answer models = calls.get(settings.at("/models"));
            if (!models.good() && models.status() != 404 && models.status() != 405) {
                return away(errors.ofStatus(models.status(), models.body(), Duration.ZERO)
                        .text());
            }
            JsonNode entry = models.good() ? entry(models.body()) : MissingNode.getInstance();
            if (models.good() && entry.isMissingNode()) {
                return away("the server has no model '" + model + "'" + served(models.body()));
            }
            return probed(entry);
        } catch (RemoteFailure failure) {
            return away(failure.text());
        }
    }

    private Probe probed(JsonNode entry) {
        Flavour seen = Flavour.ofOwner(entry.path("owned_by").asText());
        if (seen.tellsHealth()) {
            Answer health = calls.get(settings.atRoot("/health"));
            if (!health.good() && health.status() != 404) {
                return away("the server says that it is not healthy (" + health.status() + ")");
            }
        }
        ServerDescription description = known;
        if (description == null || seen != flavour) {
            flavour = seen;
            description = described(seen, entry);
            known = description;
        }
        return new Serving(description);
    }

    private ServerDescription described(Flavour seen, JsonNode entry) {
        int context = entry.path("max_model_len").asInt(0);
        int slots = 0;
        Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        capabilities.addAll(seen.capabilities());
        if (seen == Flavour.LLAMA_SERVER) {
            JsonNode properties = calls.get(settings.atRoot("/props")).body();
            context =
                    properties.path("default_generation_settings").path("n_ctx").asInt(context);
            slots = properties.path("total_slots").asInt(0);
            if (properties.path("chat_template_caps").path("supports_tools").asBoolean()) {
                capabilities.add(Capability.TOOLS);
            }
        }
        return new ServerDescription(
                seen.title() + " at " + settings.place(),
                context,
                slots,
                tokeniser.prompt(SAMPLE, seen) instanceof Counted,
                capabilities);
    }

    private Probe away(String reason) {
        known = null;
        return new NotServing(reason);
    }

    private JsonNode entry(JsonNode models) {
        for (JsonNode entry : models.path("data")) {
            if (entry.path("id").asText().equals(model)) {
                return entry;
            }
        }
        return MissingNode.getInstance();
    }

    private static String served(JsonNode models) {
        List<String> names = new ArrayList<>();
        for (JsonNode entry : models.path("data")) {
            if (names.size() < MODELS_NAMED_MAX) {
                names.add(entry.path("id").asText());
            }
        }
        return names.isEmpty()
                ? ""
                : "; it has " + String.join(", ", names)
                        + (models.path("data").size() > names.size() ? " and others" : "");
    }

    @Override
    public PromptCount count(Conversation conversation) {
        return tokeniser.prompt(conversation, flavour);
    }

    @Override
    public OptionalLong countText(String text) {
        return tokeniser.text(text, flavour);
    }

    @Override
    public Set<Capability> expressible() {
        return EXPRESSIBLE;
    }

    @Override
    public Optional<Submission.Unserved> unserved(RemoteOrder order) {
        try {
            requests.conversation(calls.json().createObjectNode(), order.conversation());
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            return Optional.of(new Submission.Unserved(message.substring(0, message.indexOf(':')), message));
        }
    }

    @Override
    public RemoteCall open(RemoteOrder order) {
        return new OpenAiStream(
                calls.stream(settings.at("/chat/completions"), requests.generation(order, flavour)),
                new OpenAiChunks(calls.json(), errors),
                this::refused,
                settings.eventBytesMax());
    }

    private RemoteFailure refused(HttpResponse<InputStream> response, Duration retryAfter) {
        if (response.statusCode() == 200) {
            return new RemoteFailure(
                    Kind.GARBAGE,
                    "the server answered with "
                            + response.headers().firstValue("Content-Type").orElse("something untyped")
                            + " instead of a stream of events");
        }
        JsonNode body = MissingNode.getInstance();
        try {
            body = calls.parsed(response.body().readNBytes(ERROR_BYTES_MAX));
        } catch (IOException e) {
            // The status says enough.
        }
        return errors.ofStatus(response.statusCode(), body, retryAfter);
    }

    @Override
    public void close() {
        calls.close();
    }
}
