package dev.cortado.gateway.chat;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// What the router may know of a prompt: its size, which bounds its tokens, and a sample, from which features are read.
///
/// @param bytes UTF-8 bytes of all that the model is shown: texts, declared functions and calls; a token is at least
/// one
///     byte
/// @param toolCount declared functions, and calls in the messages: what a template adds to each is for the node to tell
/// @param sample head and tail of the text, at most [#SAMPLE_BYTES_MAX] bytes of UTF-8
public record PromptMeasure(long bytes, int messageCount, int toolCount, String sample) {

    /// The contract's bound on `prompt_sample`.
    public static final int SAMPLE_BYTES_MAX = 8 * 1024;

    private static final int END_BYTES_MAX = SAMPLE_BYTES_MAX / 2;

    public static PromptMeasure of(ChatRequest request) {
        List<ChatMessage> messages = request.messages();
        List<ToolDefinition> tools = request.tools().definitions();
        long bytes = 0;
        int toolCount = tools.size();
        for (ChatMessage message : messages) {
            bytes += bytes(message);
            toolCount += message.toolCalls().size();
        }
        for (ToolDefinition tool : tools) {
            bytes += utf8Bytes(tool.name()) + escapedBytes(tool.description()) + utf8Bytes(tool.parameters());
        }
        return new PromptMeasure(bytes, messages.size(), toolCount, sample(messages));
    }

    private static long bytes(ChatMessage message) {
        long bytes = utf8Bytes(message.toolCallId());
        for (String text : message.texts()) {
            bytes += utf8Bytes(text);
        }
        for (ToolCall call : message.toolCalls()) {
            bytes += utf8Bytes(call.id()) + utf8Bytes(call.name()) + utf8Bytes(call.arguments());
        }
        return bytes;
    }

    /// A text as a JSON string, with the longest escape of each control character.
    private static long escapedBytes(String text) {
        return utf8Bytes(text)
                + text.chars().filter(c -> c == '"' || c == '\\').count()
                + 5 * text.chars().filter(c -> c < ' ').count();
    }

    /// The head fills one half at most and the tail the other, so that neither a long instruction nor a long
    /// document hides what is asked at the other end.
    private static String sample(List<ChatMessage> messages) {
        StringBuilder all = new StringBuilder();
        for (ChatMessage message : messages) {
            for (String text : message.texts()) {
                all.append(text).append('\n');
            }
        }
        int headEnd = headEnd(all);
        int tailStart = Math.max(headEnd, tailStart(all));
        return headEnd == tailStart ? all.toString() : all.substring(0, headEnd) + all.substring(tailStart);
    }

    private static int headEnd(CharSequence text) {
        int bytes = 0;
        int index = 0;
        while (index < text.length()) {
            int point = Character.codePointAt(text, index);
            bytes += utf8Bytes(point);
            if (bytes > END_BYTES_MAX) {
                return index;
            }
            index += Character.charCount(point);
        }
        return index;
    }

    private static int tailStart(CharSequence text) {
        int bytes = 0;
        int index = text.length();
        while (index > 0) {
            int point = Character.codePointBefore(text, index);
            bytes += utf8Bytes(point);
            if (bytes > END_BYTES_MAX) {
                return index;
            }
            index -= Character.charCount(point);
        }
        return index;
    }

    private static int utf8Bytes(int point) {
        if (point < 0x80) {
            return 1;
        }
        if (point < 0x800) {
            return 2;
        }
        return point < 0x1_0000 ? 3 : 4;
    }

    private static long utf8Bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
