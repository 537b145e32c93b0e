package dev.cortado.gateway.chat;

import java.util.List;

/// What a prompt is judged by before it is answered: the instructions and what the user asks last, in the order and
/// with the line ends that a prompt of just these would have. What was said in between is left out: a long conversation
/// would hide the question that is to be answered now.
///
/// Instructions get a quarter of the room at most, of which their head is taken. Of a longer question the head fills
/// one half of what is left and the tail the other, so that neither an introduction nor a long document hides what
/// stands at the other end.
final class PromptSample {

    private static final int INSTRUCTIONS_SHARE = 4;

    private PromptSample() {}

    /// @param bytesMax of UTF-8
    static String of(List<ChatMessage> messages, int bytesMax) {
        String instructions = text(messages, Role.SYSTEM);
        String question = messages.reversed().stream()
                .filter(message -> message.role() == Role.USER)
                .findFirst()
                .map(message -> String.join("\n", message.texts()))
                .orElse("");
        if (instructions.isEmpty()) {
            return headAndTail(question, bytesMax);
        }
        if (question.isEmpty()) {
            return headAndTail(instructions, bytesMax);
        }
        String head = instructions.substring(0, headEnd(instructions, bytesMax / INSTRUCTIONS_SHARE)) + "\n";
        int left = bytesMax - utf8Bytes(head);
        return left <= 0 ? "" : head + headAndTail(question, left);
    }

    private static String text(List<ChatMessage> messages, Role role) {
        return String.join(
                "\n",
                messages.stream()
                        .filter(message -> message.role() == role)
                        .flatMap(message -> message.texts().stream())
                        .toList());
    }

    private static String headAndTail(String text, int bytesMax) {
        if (headEnd(text, bytesMax) == text.length()) {
            return text;
        }
        return text.substring(0, headEnd(text, bytesMax / 2)) + text.substring(tailStart(text, bytesMax / 2));
    }

    private static int headEnd(String text, int bytesMax) {
        int bytes = 0;
        int index = 0;
        while (index < text.length()) {
            int point = text.codePointAt(index);
            bytes += utf8Bytes(point);
            if (bytes > bytesMax) {
                return index;
            }
            index += Character.charCount(point);
        }
        return index;
    }

    private static int tailStart(String text, int bytesMax) {
        int bytes = 0;
        int index = text.length();
        while (index > 0) {
            int point = text.codePointBefore(index);
            bytes += utf8Bytes(point);
            if (bytes > bytesMax) {
                return index;
            }
            index -= Character.charCount(point);
        }
        return index;
    }

    private static int utf8Bytes(String text) {
        return text.codePoints().map(PromptSample::utf8Bytes).sum();
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
}
