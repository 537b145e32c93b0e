package dev.cortado.inference.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.Tenant;
import dev.cortado.inference.remote.RemoteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Writes chat completion requests.
final class OpenAiRequests {

    private static final String SALT_ALGORITHM = "HmacSHA256";
    private static final int SALT_BYTES = 32;

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
        body.set("messages", messages(order.conversation()));
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

    ArrayNode messages(Conversation conversation) {
        ArrayNode messages = json.createArrayNode();
        for (ConversationMessage message : conversation.messages()) {
            messages.addObject().put("role", message.role().templateName()).put("content", message.content());
        }
        return messages;
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
