package dev.cortado.router.decide;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.catalogue.Variant;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a request asks for.
///
/// @param model `auto`, a tier or a variant id
/// @param promptBytes UTF-8 bytes of all message texts, tool definitions and tool calls
/// @param completionMax of each choice
/// @param completionSetByClient whether the client itself named `completionMax`: then it is not to be shortened
/// @param utilityMin 0..1, null where the client named none
/// @param costMax the most the request may cost, null for no ceiling
/// @param latencyMax until the whole answer is there, null for any
/// @param capabilities what the variant must be able to do
/// @param choices answers to the same prompt, at least 1
/// @param toolCount tool definitions, and tool calls in the messages
/// @param profile null without a prompt profile
/// @param policy how to choose, null where the client names none
/// @param residency label that a pool must have, empty for none
public record Wishes(
        String model,
        Lane lane,
        long promptBytes,
        int messageCount,
        TokenCount completionMax,
        boolean completionSetByClient,
        @Nullable Double utilityMin,
        @Nullable NanoUsd costMax,
        @Nullable Duration latencyMax,
        Set<String> capabilities,
        int choices,
        int toolCount,
        @Nullable WishedProfile profile,
        Policy.@Nullable Name policy,
        String residency) {

    /// The longest prompt that is looked at: 1 TiB would still fit the arithmetic, no request gets near.
    public static final long PROMPT_BYTES_MAX = 1L << 38;

    private static final int MESSAGE_COUNT_MAX = 1 << 20;
    private static final int CHOICES_MAX = 1 << 10;

    /// What a request without a prompt profile asks for.
    public Wishes(
            String model,
            Lane lane,
            long promptBytes,
            int messageCount,
            TokenCount completionMax,
            boolean completionSetByClient,
            @Nullable Double utilityMin,
            @Nullable NanoUsd costMax,
            @Nullable Duration latencyMax,
            Set<String> capabilities,
            int choices,
            int toolCount) {
        this(
                model,
                lane,
                promptBytes,
                messageCount,
                completionMax,
                completionSetByClient,
                utilityMin,
                costMax,
                latencyMax,
                capabilities,
                choices,
                toolCount,
                null,
                null,
                "");
    }

    /// One answer, without tools.
    public Wishes(
            String model,
            Lane lane,
            long promptBytes,
            int messageCount,
            TokenCount completionMax,
            boolean completionSetByClient,
            @Nullable Double utilityMin,
            @Nullable NanoUsd costMax,
            @Nullable Duration latencyMax,
            Set<String> capabilities) {
        this(
                model,
                lane,
                promptBytes,
                messageCount,
                completionMax,
                completionSetByClient,
                utilityMin,
                costMax,
                latencyMax,
                capabilities,
                1,
                0);
    }

    public Wishes {
        capabilities = Set.copyOf(capabilities);
        if (model.isBlank()) {
            throw new IllegalArgumentException("model must not be empty");
        }
        if (promptBytes < 0 || promptBytes > PROMPT_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "prompt_bytes must be 0 to " + PROMPT_BYTES_MAX + ", not " + promptBytes);
        }
        if (messageCount < 0 || messageCount > MESSAGE_COUNT_MAX) {
            throw new IllegalArgumentException(
                    "message_count must be 0 to " + MESSAGE_COUNT_MAX + ", not " + messageCount);
        }
        if (toolCount < 0 || toolCount > MESSAGE_COUNT_MAX) {
            throw new IllegalArgumentException("tool_count must be 0 to " + MESSAGE_COUNT_MAX + ", not " + toolCount);
        }
        if (choices < 1 || choices > CHOICES_MAX) {
            throw new IllegalArgumentException("choices must be 1 to " + CHOICES_MAX + ", not " + choices);
        }
        if (completionMax.count() < 1) {
            throw new IllegalArgumentException("completion_tokens_max must be at least 1");
        }
        if (utilityMin != null && !(utilityMin >= 0 && utilityMin <= 1)) {
            throw new IllegalArgumentException("utility_min must be 0 to 1, not " + utilityMin);
        }
        if (costMax != null && costMax.isNegative()) {
            throw new IllegalArgumentException("cost_max must not be negative");
        }
        if (policy == Policy.Name.FIXED && model.equals(Catalogue.AUTO)) {
            throw new IllegalArgumentException("policy fixed needs a tier or a variant as the model, not auto");
        }
    }

    /// The most completion tokens, of all choices together.
    public TokenCount completionTotal() {
        return TokenCount.of(Math.min(TokenCount.COUNT_MAX, completionMax.count() * choices));
    }

    public Wishes with(WishedProfile wished) {
        return new Wishes(
                model,
                lane,
                promptBytes,
                messageCount,
                completionMax,
                completionSetByClient,
                utilityMin,
                costMax,
                latencyMax,
                capabilities,
                choices,
                toolCount,
                wished,
                policy,
                residency);
    }

    /// The same for no more than this.
    public Wishes costingAtMost(NanoUsd highest) {
        return new Wishes(
                model,
                lane,
                promptBytes,
                messageCount,
                completionMax,
                completionSetByClient,
                utilityMin,
                highest,
                latencyMax,
                capabilities,
                choices,
                toolCount,
                profile,
                policy,
                residency);
    }

    /// The same in pools of this label only.
    public Wishes within(String label) {
        return new Wishes(
                model,
                lane,
                promptBytes,
                messageCount,
                completionMax,
                completionSetByClient,
                utilityMin,
                costMax,
                latencyMax,
                capabilities,
                choices,
                toolCount,
                profile,
                policy,
                label);
    }

    public Wishes with(Policy.Name wished) {
        return new Wishes(
                model,
                lane,
                promptBytes,
                messageCount,
                completionMax,
                completionSetByClient,
                utilityMin,
                costMax,
                latencyMax,
                capabilities,
                choices,
                toolCount,
                profile,
                wished,
                residency);
    }

    /// Task of the profile; empty for none.
    public String task() {
        return profile == null ? "" : profile.task();
    }

    /// Bytes of the prompt that this variant would get: with the profile's text unless it covers the profile.
    long promptBytesFor(Variant variant) {
        return isCoveredBy(variant) || profile == null ? promptBytes : promptBytes + profile.bytes();
    }

    /// The profile's text is a system message of its own where the client has none.
    int messageCountFor(Variant variant) {
        return isCoveredBy(variant) || profile == null ? messageCount : messageCount + 1;
    }

    /// Whether the variant does not get the profile's text.
    public boolean isCoveredBy(Variant variant) {
        return profile != null && variant.covers(profile.task());
    }
}
