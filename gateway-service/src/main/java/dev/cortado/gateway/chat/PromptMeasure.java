package dev.cortado.gateway.chat;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// What the router may know of a prompt: its size, which bounds its tokens, and a sample, from which features are read.
///
/// @param bytes UTF-8 bytes of all that the model is shown: texts, declared functions and calls; a token is at least
/// one
///     byte
/// @param toolCount declared functions, and calls in the messages: what a template adds to each is for the node to tell
/// @param sample instructions and the last question, see [PromptSample]
public record PromptMeasure(long bytes, int messageCount, int toolCount, String sample) {

    /// @param sampleBytesMax of UTF-8 in the sample; 0 for none
    public static PromptMeasure of(ChatRequest request, int sampleBytesMax) {
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
        return new PromptMeasure(bytes, messages.size(), toolCount, PromptSample.of(messages, sampleBytesMax));
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

    private static long utf8Bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
