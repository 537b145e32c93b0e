package dev.cortado.inference.batching;

import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.TemplateOverhead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Measures what a template adds to a prompt, by rendering every order of roles up to a length and counting.
///
/// User texts are tokenised apart from the template, so the tokens it adds depend on the roles alone. What a further
/// message adds depends, in every template we know, on its neighbours at most; orders of four messages show all of
/// that.
public final class TemplateMeasure {

    private static final int MESSAGES_MAX = 4;

    /// One letter is one token in every vocabulary.
    private static final String CONTENT = "x";

    private TemplateMeasure() {}

    /// @throws IllegalArgumentException if the template takes no conversation at all
    public static TemplateOverhead overhead(PromptSource prompts) {
        Map<List<ChatRole>, Integer> added = new HashMap<>();
        List<List<ChatRole>> orders = List.of(List.of());
        String reason = "";
        for (int length = 1; length <= MESSAGES_MAX; length++) {
            orders = longer(orders);
            for (List<ChatRole> order : orders) {
                switch (prompts.prepare(conversation(order))) {
                    case PromptPreparation.Prepared(var prompt) -> added.put(order, prompt.size() - length);
                    case PromptPreparation.Unrenderable(var why) -> reason = why;
                    case PromptPreparation.Unsupported unsupported -> reason = unsupported.reason();
                }
            }
        }
        if (added.isEmpty()) {
            throw new IllegalArgumentException("the model's chat template takes no conversation: " + reason);
        }
        return bound(added);
    }

    private static TemplateOverhead bound(Map<List<ChatRole>, Integer> added) {
        int perMessage = 0;
        for (var entry : added.entrySet()) {
            List<ChatRole> order = entry.getKey();
            Integer shorter = added.get(order.subList(0, order.size() - 1));
            if (shorter != null) {
                perMessage = Math.max(perMessage, entry.getValue() - shorter);
            }
        }
        int fixed = 0;
        for (var entry : added.entrySet()) {
            fixed = Math.max(fixed, entry.getValue() - entry.getKey().size() * perMessage);
        }
        return new TemplateOverhead(fixed, perMessage);
    }

    private static List<List<ChatRole>> longer(List<List<ChatRole>> orders) {
        List<List<ChatRole>> longer = new ArrayList<>();
        for (List<ChatRole> order : orders) {
            for (ChatRole role : ChatRole.values()) {
                List<ChatRole> next = new ArrayList<>(order);
                next.add(role);
                longer.add(List.copyOf(next));
            }
        }
        return longer;
    }

    private static Conversation conversation(List<ChatRole> order) {
        return new Conversation(order.stream()
                .map(role -> new ConversationMessage(role, CONTENT))
                .toList());
    }
}
