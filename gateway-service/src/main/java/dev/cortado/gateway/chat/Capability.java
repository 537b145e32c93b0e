package dev.cortado.gateway.chat;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// What a request may need of the variant that answers it. A node's report and the router use the same words.
public enum Capability {
    STREAM,
    /// More than one choice, or sample of one.
    N,
    LOGPROBS,
    LOGIT_BIAS,
    JSON_OBJECT,
    JSON_SCHEMA,
    TOOLS;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Set<Capability> neededBy(ChatRequest request) {
        Set<Capability> needed = EnumSet.noneOf(Capability.class);
        Output output = request.output();
        addIf(request.delivery().streamed(), STREAM, needed);
        addIf(output.generated() > 1, N, needed);
        addIf(output.topLogprobs() != null, LOGPROBS, needed);
        addIf(!request.sampling().logitBias().isEmpty(), LOGIT_BIAS, needed);
        addIf(output.format() instanceof ResponseFormat.JsonObject, JSON_OBJECT, needed);
        addIf(output.format() instanceof ResponseFormat.JsonSchema, JSON_SCHEMA, needed);
        addIf(speaksOfTools(request), TOOLS, needed);
        return needed;
    }

    /// Also a conversation with earlier calls needs a template that can show them.
    private static boolean speaksOfTools(ChatRequest request) {
        return !request.tools().definitions().isEmpty()
                || request.messages().stream()
                        .anyMatch(message -> message.role() == Role.TOOL
                                || !message.toolCalls().isEmpty());
    }

    private static void addIf(boolean wanted, Capability capability, Set<Capability> needed) {
        if (wanted) {
            needed.add(capability);
        }
    }
}
