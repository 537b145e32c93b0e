package dev.cortado.inference.attempt;

import dev.cortado.contracts.unit.VariantId;
import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.Tenant;
import dev.cortado.inference.node.Node;
import dev.cortado.inference.node.VariantStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/// What a profile's text adds to a prompt: the tokens of a short conversation with it less those of the same without.
/// So it is net of a default system message, which the template leaves out once there is another, and counts what the
/// template writes around. Counts are kept: neither the text nor the tokenizer changes.
public final class ProfileCounts {

    /// Profiles times variants that are kept; each is a few dozen bytes.
    private static final int KEPT_MAX = 4096;

    /// Stands for whatever else a prompt says.
    private static final String ANYTHING = "x";

    private record Key(VariantId variant, String sha256, boolean besideSystem) {}

    private final Node node;
    private final Preparation preparation;
    private final Map<Key, Long> kept = new LinkedHashMap<>(16, .75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Long> eldest) {
            return size() > KEPT_MAX;
        }
    };

    ProfileCounts(Node node, Preparation preparation) {
        this.node = node;
        this.preparation = preparation;
    }

    /// For those who are to know before any request; empty where the variant is not loaded here.
    public CompletionStage<OptionalLong> count(VariantId variant, String text) {
        CompletableFuture<OptionalLong> count = new CompletableFuture<>();
        switch (node.variants().status(variant).orElse(null)) {
            case VariantStatus.Ready(var engine) -> {
                try {
                    preparation.execute(Tenant.UNNAMED, () -> count.complete(added(engine, text, false)));
                } catch (RejectedExecutionException e) {
                    count.complete(OptionalLong.empty());
                }
            }
            case null -> count.complete(OptionalLong.empty());
            case VariantStatus.Loading _, VariantStatus.Failed _ -> count.complete(OptionalLong.empty());
        }
        return count;
    }

    /// The call with the count in its grant. Takes CPU time the first time.
    AttemptCall.Wanted counted(Engine engine, AttemptCall.Wanted wanted) {
        if (wanted.grant().profile().isNone()) {
            return wanted;
        }
        Key key = new Key(
                wanted.grant().variant(),
                wanted.grant().profile().sha256(),
                wanted.profile().besideSystem());
        Long known;
        synchronized (kept) {
            known = kept.get(key);
        }
        OptionalLong tokens =
                known == null ? added(engine, wanted.profile().text(), key.besideSystem()) : OptionalLong.of(known);
        if (known == null && tokens.isPresent()) {
            synchronized (kept) {
                kept.put(key, tokens.getAsLong());
            }
        }
        return wanted.with(wanted.grant().withProfileTokens(tokens));
    }

    private static OptionalLong added(Engine engine, String text, boolean besideSystem) {
        String client = besideSystem ? ANYTHING : "";
        OptionalLong with = tokens(engine, conversation(ProfileUse.joined(text, client)));
        OptionalLong without = tokens(engine, conversation(client));
        return with.isPresent() && without.isPresent()
                ? OptionalLong.of(Math.max(0, with.getAsLong() - without.getAsLong()))
                : OptionalLong.empty();
    }

    private static Conversation conversation(String system) {
        List<ConversationMessage> messages = new ArrayList<>();
        if (!system.isEmpty()) {
            messages.add(new ConversationMessage(ChatRole.SYSTEM, system));
        }
        messages.add(new ConversationMessage(ChatRole.USER, ANYTHING));
        return new Conversation(messages);
    }

    private static OptionalLong tokens(Engine engine, Conversation conversation) {
        try {
            return switch (engine.prepare(conversation)) {
                // A remote server's tokenizer may not be at hand: then the size is only a bound.
                case PromptPreparation.Prepared(var prompt) ->
                    prompt.exact() ? OptionalLong.of(prompt.size()) : OptionalLong.empty();
                case PromptPreparation.Unrenderable _, PromptPreparation.Unsupported _ -> OptionalLong.empty();
            };
        } catch (RuntimeException e) {
            return OptionalLong.empty();
        }
    }
}
