package dev.cortado.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import dev.cortado.gateway.chat.ChatMessage;
import dev.cortado.gateway.chat.ChatRequest;
import dev.cortado.gateway.chat.Delivery;
import dev.cortado.gateway.chat.Output;
import dev.cortado.gateway.chat.Policy;
import dev.cortado.gateway.chat.RequestedCheck;
import dev.cortado.gateway.chat.Sampling;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads the body of `POST /v1/chat/completions`.
///
/// Nothing is ignored: a field is served, or it changes nothing, or the request is refused naming it.
final class ChatRequestReader {

    private static final String AUTO = "auto";
    private static final int MODEL_CHARACTERS_MAX = 256;
    private static final int STOP_STRINGS_MAX = 4;
    private static final int USER_CHARACTERS_MAX = 512;

    private final RequestLimits limits;
    private final JsonFactory factory;

    ChatRequestReader(RequestLimits limits) {
        this.limits = limits;
        this.factory = JsonFields.factory(limits.nestingMax(), limits.bodyBytesMax());
    }

    ChatRequest read(byte[] body, MultiMap headers) throws InvalidRequest {
        Body read = new Body();
        JsonFields.readBody(factory, body, json -> {
            read.json = json;
            return read::field;
        });
        read.wishes.headers(headers);
        return read.request();
    }

    /// The fields as they come, in any order.
    private final class Body {

        private @Nullable JsonFields json;
        private final WishesReader wishes = new WishesReader();
        private @Nullable String model;
        private @Nullable List<ChatMessage> messages;
        private @Nullable Double temperature;
        private @Nullable Double topProbability;
        private @Nullable Long seed;
        private @Nullable Double presencePenalty;
        private @Nullable Double frequencyPenalty;
        private List<String> stop = List.of();
        private Map<Integer, Double> logitBias = Map.of();
        private final OutputReader output = new OutputReader(limits);
        private final ToolsReader tools = new ToolsReader(limits);
        private boolean stream;
        private @Nullable Boolean includeUsage;
        private @Nullable String user;
        private Map<String, String> metadata = Map.of();

        private JsonFields json() {
            if (json == null) {
                throw new IllegalStateException("no field before the body is opened");
            }
            return json;
        }

        private void field(String name) throws IOException, InvalidRequest {
            JsonFields in = json();
            if (in.isNull() && NotServedFields.isKnown(name)) {
                return;
            }
            switch (name) {
                case "model" -> model = in.string(MODEL_CHARACTERS_MAX);
                case "messages" -> messages = new MessagesReader(in, limits).read();
                case "temperature" -> temperature = in.number(0, 2);
                case "top_p" -> topProbability = in.number(0, 1);
                case "seed" -> seed = in.integer(Long.MIN_VALUE, Long.MAX_VALUE);
                case "presence_penalty" -> presencePenalty = in.number(-2, 2);
                case "frequency_penalty" -> frequencyPenalty = in.number(-2, 2);
                case "stop" -> stop = stop(in);
                case "logit_bias" ->
                    logitBias = LogitBiasReader.read(in, limits.output().logitBiasMax());
                case "max_tokens", "max_completion_tokens", "n", "response_format", "logprobs", "top_logprobs" ->
                    output.field(name, in);
                case "tools", "tool_choice", "parallel_tool_calls" -> tools.field(name, in);
                case "stream" -> stream = in.bool();
                case "stream_options" -> streamOptions(in);
                case "user" -> user = MetadataReader.label(in, USER_CHARACTERS_MAX);
                case "metadata" -> metadata = MetadataReader.read(in);
                case "cortado" -> wishes.body(in);
                default -> NotServedFields.check(name, in);
            }
        }

        private List<String> stop(JsonFields in) throws IOException, InvalidRequest {
            List<String> strings = new ArrayList<>();
            if (in.isArray()) {
                in.array(STOP_STRINGS_MAX, () -> strings.add(stopString(in)));
            } else {
                strings.add(stopString(in));
            }
            return strings;
        }

        private String stopString(JsonFields in) throws IOException, InvalidRequest {
            String text = in.string(limits.stopCharactersMax());
            if (text.isEmpty()) {
                throw in.invalid("must not be empty");
            }
            return text;
        }

        private void streamOptions(JsonFields in) throws IOException, InvalidRequest {
            includeUsage = false;
            in.object(name -> {
                switch (name) {
                    case "include_usage" -> includeUsage = !in.isNull() && in.bool();
                    case "include_obfuscation" -> {
                        if (!in.isNull() && in.bool()) {
                            throw in.notServedYet();
                        }
                    }
                    default -> throw in.unknown();
                }
            });
        }

        ChatRequest request() throws InvalidRequest {
            if (model == null || model.isBlank()) {
                throw required("model");
            }
            if (messages == null) {
                throw required("messages");
            }
            if (wishes.wishes().policy() == Policy.FIXED && model.equals(AUTO)) {
                throw new InvalidRequest(ApiError.invalid(
                        "cortado.policy",
                        "invalid_value",
                        "'cortado.policy' fixed needs a tier or a variant as 'model', not auto"));
            }
            Map<String, String> labels = new HashMap<>(metadata);
            if (user != null) {
                labels.putIfAbsent("user", user);
            }
            checkable();
            Sampling sampling =
                    new Sampling(temperature, topProbability, seed, presencePenalty, frequencyPenalty, stop, logitBias);
            Output asked = wishes.wishes().check() == RequestedCheck.SELF_CONSISTENCY
                    ? output.output().sampled(limits.output().comparedSamples())
                    : output.output();
            return new ChatRequest(
                    model, messages, tools.tools(), sampling, asked, wishes.wishes(), delivery(), labels);
        }

        /// A check looks at one whole text before it is delivered.
        private void checkable() throws InvalidRequest {
            if (wishes.wishes().check() == null) {
                return;
            }
            allowed();
            String hindrance = null;
            if (stream) {
                hindrance = "without 'stream'";
            } else if (output.output().choices() > 1) {
                hindrance = "with 'n' 1";
            } else if (tools.tools().mayBeCalled()) {
                hindrance = "without 'tools'";
            }
            if (hindrance != null) {
                throw new InvalidRequest(ApiError.invalid(
                        "cortado.check",
                        "invalid_value",
                        "'cortado.check' looks at one whole text before it is delivered: send the request " + hindrance
                                + ", or without the check"));
            }
        }

        /// Samples are compared, and a verifier is asked, only where the operator knows how often that errs;
        /// and samples only where they may differ.
        private void allowed() throws InvalidRequest {
            RequestedCheck check = Objects.requireNonNull(wishes.wishes().check());
            boolean isAllowed = switch (check) {
                case JSON, ARITHMETIC -> true;
                case SELF_CONSISTENCY -> limits.output().comparedSamples() >= 2;
                case VERIFIER -> limits.output().verifies();
            };
            if (!isAllowed) {
                throw new InvalidRequest(ApiError.invalid(
                        "cortado.check",
                        "invalid_value",
                        "the check '" + check.word() + "' is not allowed here, since its error was not measured: send "
                                + RequestedCheck.JSON.word() + " or " + RequestedCheck.ARITHMETIC.word()
                                + ", or no check"));
            }
            if (check == RequestedCheck.SELF_CONSISTENCY && temperature != null && temperature == 0) {
                throw new InvalidRequest(ApiError.invalid(
                        "temperature",
                        "invalid_value",
                        "'temperature' 0 gives the same answer each time, which the check '" + check.word()
                                + "' could not tell from a sure one: send one above 0, or none"));
            }
        }

        private Delivery delivery() throws InvalidRequest {
            if (!stream) {
                if (includeUsage != null) {
                    throw new InvalidRequest(ApiError.invalid(
                            "stream_options", "invalid_value", "'stream_options' needs 'stream': true"));
                }
                return Delivery.WHOLE;
            }
            return Boolean.TRUE.equals(includeUsage) ? Delivery.STREAMED_WITH_USAGE_CHUNK : Delivery.STREAMED;
        }

        private static InvalidRequest required(String field) {
            return new InvalidRequest(
                    ApiError.invalid(field, "missing_required_parameter", "'" + field + "' is required"));
        }
    }
}
