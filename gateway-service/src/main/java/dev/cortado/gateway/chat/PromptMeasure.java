package dev.cortado.gateway.chat;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// What the router may know of a prompt: its size, which bounds its tokens, and a sample, from which features are read.
///
/// @param bytes UTF-8 bytes of all texts and names; a token is at least one byte
/// @param sample head and tail of the text, at most [#SAMPLE_BYTES_MAX] bytes of UTF-8
public record PromptMeasure(long bytes, int messageCount, String sample) {

    /// The contract's bound on `prompt_sample`.
    public static final int SAMPLE_BYTES_MAX = 8 * 1024;

    private static final int END_BYTES_MAX = SAMPLE_BYTES_MAX / 2;

    public static PromptMeasure of(List<ChatMessage> messages) {
        long bytes = 0;
        for (ChatMessage message : messages) {
            bytes += utf8Bytes(message.name());
            for (String text : message.texts()) {
                bytes += utf8Bytes(text);
            }
        }
        return new PromptMeasure(bytes, messages.size(), sample(messages));
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
