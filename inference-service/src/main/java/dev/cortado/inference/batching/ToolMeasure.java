package dev.cortado.inference.batching;

import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.ResponseFormat;
import dev.cortado.inference.engine.TemplateOverhead;
import dev.cortado.inference.engine.Tool;
import dev.cortado.inference.engine.ToolCall;
import dev.cortado.inference.engine.ToolUse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/// Measures what a template adds to a prompt with tools, by rendering such prompts and counting.
///
/// What each further tool and each further round of calls adds gives the most per tool; what is then left over at most,
/// the part that comes once. Names, descriptions, parameters and arguments are tokenised apart from the template, so
/// what it adds does not depend on them.
public final class ToolMeasure {

    private static final int REPEATS = 3;

    /// One letter is one token in every vocabulary.
    private static final String CONTENT = "x";

    private static final ConversationMessage ASKED = new ConversationMessage(ChatRole.USER, CONTENT);
    private static final ConversationMessage RULED = new ConversationMessage(ChatRole.SYSTEM, CONTENT);
    private static final ConversationMessage ANSWERED = new ConversationMessage(ChatRole.ASSISTANT, CONTENT);
    private static final ConversationMessage RESULT = new ConversationMessage(ChatRole.TOOL, CONTENT);

    /// What a conversation with tools repeats.
    private static final List<List<ConversationMessage>> ROUNDS = List.of(
            List.of(calling("", 1), RESULT),
            List.of(calling(CONTENT, 1), RESULT),
            List.of(calling("", 2), RESULT, RESULT),
            List.of(calling("", 3), RESULT, RESULT, RESULT),
            List.of(calling("", 1), RESULT, ANSWERED, ASKED),
            List.of(calling("", 1), ASKED));

    private final PromptSource prompts;
    private final TemplateOverhead plain;
    private final List<Measured> measured = new ArrayList<>();
    private int perTool;

    private ToolMeasure(PromptSource prompts, TemplateOverhead plain) {
        this.prompts = prompts;
        this.plain = plain;
    }

    /// @param beyond tokens that the template adds for the tools, perhaps below 0
    private record Measured(int tools, int beyond) {}

    /// @param plain what the template adds without tools
    public static TemplateOverhead overhead(PromptSource prompts, TemplateOverhead plain) {
        return new ToolMeasure(prompts, plain).measure();
    }

    private TemplateOverhead measure() {
        for (List<ConversationMessage> head : List.of(List.of(ASKED), List.of(RULED, ASKED), List.of(RESULT))) {
            increments(IntStream.rangeClosed(1, REPEATS)
                    .mapToObj(tools -> beyond(head, tools))
                    .toList());
            for (List<ConversationMessage> round : ROUNDS) {
                for (int tools = 0; tools <= 1; tools++) {
                    rounds(head, round, tools);
                }
            }
        }
        int fixed = 0;
        for (Measured one : measured) {
            fixed = Math.max(fixed, one.beyond() - one.tools() * perTool);
        }
        return new TemplateOverhead(plain.fixed(), plain.perMessage(), fixed, perTool);
    }

    private void rounds(List<ConversationMessage> head, List<ConversationMessage> round, int tools) {
        List<List<Measured>> all = new ArrayList<>();
        for (int repeats = 0; repeats <= REPEATS; repeats++) {
            List<ConversationMessage> messages = new ArrayList<>(head);
            Collections.nCopies(repeats, round).forEach(messages::addAll);
            if (repeats > 0 || tools > 0) {
                all.add(beyond(messages, tools));
            }
        }
        increments(all);
    }

    /// What each is more than the one before it, per tool that it has more.
    private void increments(List<List<Measured>> row) {
        for (int i = 1; i < row.size(); i++) {
            if (!row.get(i).isEmpty() && !row.get(i - 1).isEmpty()) {
                Measured more = row.get(i).getFirst();
                Measured less = row.get(i - 1).getFirst();
                perTool = Math.max(perTool, Math.ceilDiv(more.beyond() - less.beyond(), more.tools() - less.tools()));
            }
        }
    }

    /// Empty where the template does not take the conversation.
    private List<Measured> beyond(List<ConversationMessage> messages, int tools) {
        List<Tool> defined = IntStream.range(0, tools)
                .mapToObj(tool -> new Tool(CONTENT, CONTENT, CONTENT, false))
                .toList();
        ToolUse use = tools == 0 ? ToolUse.NONE : new ToolUse(defined, new ToolUse.Choice.Free(), true);
        int calls =
                messages.stream().mapToInt(message -> message.calls().size()).sum();
        int contents = (int) messages.stream()
                .filter(message -> !message.content().isEmpty())
                .count();
        return switch (prompts.prepare(new Conversation(messages, use, new ResponseFormat.Text()))) {
            case PromptPreparation.Prepared(var prompt) -> {
                Measured one = new Measured(
                        tools + calls, prompt.size() - 3 * tools - 2 * calls - withoutTools(messages, contents));
                measured.add(one);
                yield List.of(one);
            }
            case PromptPreparation.Unrenderable _, PromptPreparation.Unsupported _ -> List.of();
        };
    }

    /// Tokens of the same messages without tools and calls: no more than the plain bound, so that what is measured
    /// beyond them can be added to it whatever the roles are.
    private int withoutTools(List<ConversationMessage> messages, int contents) {
        List<ConversationMessage> silent = messages.stream()
                .map(message -> new ConversationMessage(message.role(), message.content()))
                .toList();
        return switch (prompts.prepare(new Conversation(silent))) {
            case PromptPreparation.Prepared(var prompt) -> prompt.size();
            case PromptPreparation.Unrenderable _, PromptPreparation.Unsupported _ ->
                contents + plain.fixed() + messages.size() * plain.perMessage();
        };
    }

    private static ConversationMessage calling(String content, int calls) {
        return new ConversationMessage(
                ChatRole.ASSISTANT, content, Collections.nCopies(calls, new ToolCall(CONTENT, CONTENT)));
    }
}
