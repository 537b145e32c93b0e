package dev.cortado.evaluation.item;

import dev.cortado.evaluation.check.Checker;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// One task: what is asked, how long the answer may be, and how it is checked.
///
/// @param id unique in its set
/// @param messages oldest first; the last is the user's
/// @param completionTokensMax 1 to [#COMPLETION_TOKENS_MAX]
public record Task(
        String id,
        TaskClass taskClass,
        List<TaskMessage> messages,
        int completionTokensMax,
        Checker checker,
        Split split) {

    public static final int COMPLETION_TOKENS_MAX = 256;

    private static final int DIGEST_CHARACTERS = 24;

    public Task {
        messages = List.copyOf(messages);
        if (id.isBlank()) {
            throw new IllegalArgumentException("a task needs an id");
        }
        if (messages.isEmpty() || !messages.getLast().role().equals("user")) {
            throw new IllegalArgumentException("the last message must be the user's");
        }
        if (completionTokensMax < 1 || completionTokensMax > COMPLETION_TOKENS_MAX) {
            throw new IllegalArgumentException("the most tokens of an answer must be 1 to " + COMPLETION_TOKENS_MAX
                    + ", not " + completionTokensMax);
        }
    }

    /// What a greedy answer depends on, besides the model: the messages and the bound. Equal digests have equal
    /// answers, whatever checks them.
    public String digest() {
        StringBuilder text = new StringBuilder().append(completionTokensMax);
        messages.forEach(message ->
                text.append('\u001e').append(message.role()).append('\u001f').append(message.content()));
        return sha256(text.toString()).substring(0, DIGEST_CHARACTERS);
    }

    /// The prompt as one text, such as for features of a predictor.
    public String prompt() {
        return String.join("\n", messages.stream().map(TaskMessage::content).toList());
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
