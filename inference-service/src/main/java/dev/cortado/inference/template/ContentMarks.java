package dev.cortado.inference.template;

import dev.cortado.inference.engine.ChatTemplate;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.PromptPiece;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Marks that stand for messages' contents while a template is rendered: hexadecimal words that nobody can guess.
final class ContentMarks {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_BYTES = 16;
    private static final char END = 'z';

    private final String prefix;

    private ContentMarks(String prefix) {
        this.prefix = prefix;
    }

    static ContentMarks random() {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        return new ContentMarks("c" + HexFormat.of().formatHex(nonce) + "m");
    }

    String mark(int message) {
        return prefix + message + END;
    }

    /// Puts the contents where their marks stand. Each content that is not empty must come exactly once and in order:
    /// left out, the model would not see it; repeated, its tokens would pass the bound that holds are made from.
    ChatTemplate.Rendering split(String rendered, Conversation conversation) {
        List<PromptPiece> pieces = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < conversation.messages().size(); i++) {
            String content = conversation.messages().get(i).content();
            if (content.isEmpty()) {
                continue;
            }
            String mark = mark(i);
            int found = rendered.indexOf(mark, at);
            if (found < 0) {
                return new ChatTemplate.Unrenderable(
                        "the model's chat template leaves out or moves messages[" + i + "]");
            }
            addTemplateText(pieces, rendered.substring(at, found));
            pieces.add(new PromptPiece.UserText(content));
            at = found + mark.length();
        }
        addTemplateText(pieces, rendered.substring(at));
        if (pieces.stream().anyMatch(this::holdsMark)) {
            return new ChatTemplate.Unrenderable("the model's chat template repeats a message");
        }
        return new ChatTemplate.Rendered(pieces);
    }

    private boolean holdsMark(PromptPiece piece) {
        return piece instanceof PromptPiece.TemplateText(var text) && text.contains(prefix);
    }

    private static void addTemplateText(List<PromptPiece> pieces, String text) {
        if (!text.isEmpty()) {
            pieces.add(new PromptPiece.TemplateText(text));
        }
    }
}
