package dev.cortado.inference.grammar;

import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.ChatTemplate;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.PromptPiece;
import dev.cortado.inference.engine.ResponseFormat;
import dev.cortado.inference.engine.Tool;
import dev.cortado.inference.engine.ToolCall;
import dev.cortado.inference.engine.ToolCallShape;
import dev.cortado.inference.engine.ToolUse;
import java.util.List;
import java.util.Optional;

/// Finds out how a model writes tool calls, by having its template render a conversation in which two were made and
/// looking at what stands around their names and arguments.
public final class ToolCallProbe {

    private static final String ASKED = "Asked?";
    private static final String FIRST = "alpha";
    private static final String SECOND = "omega";
    private static final String ARGUMENTS = "{}";
    private static final int PIECES_OF_TWO_CALLS = 9;

    private ToolCallProbe() {}

    /// Empty where the template takes no tools, or writes calls in no way that can be read back.
    public static Optional<ToolCallShape> shape(ChatTemplate template) {
        List<PromptPiece> turn = after(template, List.of());
        List<PromptPiece> calls =
                after(template, List.of(new ToolCall(FIRST, ARGUMENTS), new ToolCall(SECOND, ARGUMENTS)));
        if (turn.size() != 1 || calls.size() != PIECES_OF_TWO_CALLS) {
            return Optional.empty();
        }
        String begin = turn.getFirst().text();
        String open = calls.get(0).text();
        boolean asWritten = calls.get(1).text().equals(FIRST)
                && calls.get(3).text().equals(ARGUMENTS)
                && calls.get(5).text().equals(SECOND)
                && calls.get(7).text().equals(ARGUMENTS)
                && calls.get(2).text().equals(calls.get(6).text());
        if (!asWritten || !open.startsWith(begin)) {
            return Optional.empty();
        }
        open = open.substring(begin.length());
        String between = calls.get(4).text();
        if (open.isBlank() || !between.endsWith(open)) {
            return Optional.empty();
        }
        String closeAndSeparator = between.substring(0, between.length() - open.length());
        String close = common(closeAndSeparator, calls.get(8).text());
        return close.contains("}")
                ? Optional.of(new ToolCallShape(
                        open, calls.get(2).text(), close, closeAndSeparator.substring(close.length())))
                : Optional.empty();
    }

    /// What is rendered after the user's question, if the assistant then made these calls; without any, only what opens
    /// its turn.
    private static List<PromptPiece> after(ChatTemplate template, List<ToolCall> calls) {
        ConversationMessage asked = new ConversationMessage(ChatRole.USER, ASKED);
        List<ConversationMessage> messages = calls.isEmpty()
                ? List.of(asked)
                : List.of(asked, new ConversationMessage(ChatRole.ASSISTANT, "", calls));
        ToolUse tools = new ToolUse(
                List.of(new Tool(FIRST, "", ARGUMENTS, false), new Tool(SECOND, "", ARGUMENTS, false)),
                new ToolUse.Choice.Free(),
                true);
        return switch (template.render(new Conversation(messages, tools, new ResponseFormat.Text()))) {
            case ChatTemplate.Rendered(var pieces) ->
                pieces.subList(pieces.indexOf(new PromptPiece.UserText(ASKED)) + 1, pieces.size());
            case ChatTemplate.Unrenderable _ -> List.of();
        };
    }

    private static String common(String one, String other) {
        int length = 0;
        while (length < Math.min(one.length(), other.length()) && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return one.substring(0, length);
    }
}
