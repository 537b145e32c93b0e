package dev.cortado.inference.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.ResponseFormat;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.Tenant;
import dev.cortado.inference.engine.Tool;
import dev.cortado.inference.engine.ToolCall;
import dev.cortado.inference.engine.ToolUse;
import dev.cortado.inference.remote.RemoteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Writes chat completion requests.
final class OpenAiRequests {

    private static final String SALT_ALGORITHM = "HmacSHA256";
    private static final int SALT_BYTES = 32;
    private static final String FUNCTION = "function";

    private final ObjectMapper json;
    private final OpenAiSettings settings;
    private final SecureRandom random = new SecureRandom();
    private final byte[] saltKey = new byte[SALT_BYTES];

    OpenAiRequests(ObjectMapper json, OpenAiSettings settings) {
        this.json = json;
        this.settings = settings;
        random.nextBytes(saltKey);
    }

    ObjectNode generation(RemoteOrder order, Flavour flavour) {
        ObjectNode body = json.createObjectNode().put("model", order.model());
        conversation(body, order.conversation());
        body.put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        body.put(settings.completionMaxField(), order.completionMax().count());
        sampling(body, order.sampling());
        if (!order.stops().isEmpty()) {
            ArrayNode stops = body.putArray("stop");
            order.stops().forEach(stops::add);
        }
        beyond(body, order.tenant(), flavour);
        return body;
    }

    /// Writes all that a prompt is made of, as a server takes it for generating and for rendering.
    ///
    /// @throws IllegalArgumentException naming a schema that is no JSON
    void conversation(ObjectNode body, Conversation conversation) {
        body.set("messages", messages(conversation));
        ToolUse tools = conversation.tools();
        if (!tools.isNone()) {
            body.set("tools", tools(tools.tools()));
            body.set("tool_choice", choice(tools.choice()));
            if (!tools.several()) {
                body.put("parallel_tool_calls", false);
            }
        }
        format(body, conversation.format());
    }

    private ArrayNode messages(Conversation conversation) {
        ArrayNode messages = json.createArrayNode();
        for (ConversationMessage message : conversation.messages()) {
            ObjectNode one = messages.addObject()
                    .put("role", message.role().templateName())
                    .put("content", message.content());
            if (!message.answeredCall().isEmpty()) {
                one.put("tool_call_id", message.answeredCall());
            }
            if (!message.calls().isEmpty()) {
                calls(one, message);
            }
        }
        return messages;
    }

    private static void calls(ObjectNode one, ConversationMessage message) {
        if (message.content().isEmpty()) {
            one.putNull("content");
        }
        ArrayNode calls = one.putArray("tool_calls");
        for (ToolCall call : message.calls()) {
            calls.addObject()
                    .put("id", call.id())
                    .put("type", FUNCTION)
                    .putObject(FUNCTION)
                    .put("name", call.name())
                    .put("arguments", call.argumentsJson());
        }
    }

    private ArrayNode tools(List<Tool> tools) {
        ArrayNode all = json.createArrayNode();
        for (Tool tool : tools) {
            ObjectNode function =
                    all.addObject().put("type", FUNCTION).putObject(FUNCTION).put("name", tool.name());
            if (!tool.description().isEmpty()) {
                function.put("description", tool.description());
            }
            if (!tool.parametersJson().isEmpty()) {
                function.set(
                        "parameters",
                        schema("tools: the parameters of '" + tool.name() + "' are", tool.parametersJson()));
            }
            if (tool.strict()) {
                function.put("strict", true);
            }
        }
        return all;
    }

    private JsonNode choice(ToolUse.Choice choice) {
        return switch (choice) {
            case ToolUse.Choice.Free() -> TextNode.valueOf("auto");
            case ToolUse.Choice.Required() -> TextNode.valueOf("required");
            case ToolUse.Choice.Named(var name) -> {
                ObjectNode named = json.createObjectNode().put("type", FUNCTION);
                named.putObject(FUNCTION).put("name", name);
                yield named;
            }
        };
    }

    private void format(ObjectNode body, ResponseFormat format) {
        switch (format) {
            case ResponseFormat.Text() -> {}
            case ResponseFormat.JsonObject() ->
                body.putObject("response_format").put("type", "json_object");
            case ResponseFormat.JsonSchema(var schema) ->
                body.putObject("response_format")
                        .put("type", "json_schema")
                        .putObject("json_schema")
                        .put("name", "answer")
                        .put("strict", true)
                        .set("schema", schema("response_format: the schema is", schema));
        }
    }

    /// As it was written, numbers included.
    private JsonNode schema(String whose, String text) {
        try {
            return json.reader()
                    .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(whose + " no JSON", e);
        }
    }

    private static void sampling(ObjectNode body, Sampling sampling) {
        body.put("temperature", sampling.temperature());
        body.put("top_p", sampling.topP());
        sampling.seed().ifPresent(seed -> body.put("seed", seed));
        if (sampling.presencePenalty() != 0) {
            body.put("presence_penalty", sampling.presencePenalty());
        }
        if (sampling.frequencyPenalty() != 0) {
            body.put("frequency_penalty", sampling.frequencyPenalty());
        }
        if (!sampling.logitBias().isEmpty()) {
            ObjectNode biases = body.putObject("logit_bias");
            sampling.logitBias().forEach((token, bias) -> biases.put(token.toString(), bias));
        }
        sampling.topLogprobs().ifPresent(top -> body.put("logprobs", true).put("top_logprobs", top));
    }

    /// Tenants must not see by the time to the first token what others asked: vLLM and SGLang keep apart what was
    /// computed under another salt, llama-server knows only whether it reuses anything.
    private void beyond(ObjectNode body, Tenant tenant, Flavour flavour) {
        switch (flavour) {
            case LLAMA_SERVER -> body.put("cache_prompt", settings.prefixesShared());
            case VLLM, SGLANG -> {
                body.withObject("/stream_options").put("continuous_usage_stats", true);
                if (!settings.prefixesShared()) {
                    body.put("cache_salt", salt(tenant));
                }
            }
            case PLAIN -> {}
        }
    }

    private String salt(Tenant tenant) {
        if (!tenant.isNamed()) {
            byte[] once = new byte[SALT_BYTES];
            random.nextBytes(once);
            return HexFormat.of().formatHex(once);
        }
        try {
            Mac mac = Mac.getInstance(SALT_ALGORITHM);
            mac.init(new SecretKeySpec(saltKey, SALT_ALGORITHM));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(tenant.organisation().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + SALT_ALGORITHM, e);
        }
    }
}
