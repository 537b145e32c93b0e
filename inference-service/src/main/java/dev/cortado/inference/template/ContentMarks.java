package dev.cortado.inference.template;

import dev.cortado.inference.engine.ChatTemplate;
import dev.cortado.inference.engine.PromptPiece;
import dev.cortado.inference.grammar.JsonText;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Marks that stand for what users wrote while a template is rendered: hexadecimal words that nobody can guess.
final class ContentMarks {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_BYTES = 16;
    /// Ends a mark for a text as it is.
    private static final char PLAIN = 'z';
    /// Ends a mark for a text between the quotes of a JSON string.
    private static final char QUOTED = 'y';
    private static final Pattern ANY = Pattern.compile("c[0-9a-f]{" + 2 * NONCE_BYTES + "}m[0-9]+" + PLAIN);

    private final String prefix;
    private final List<Marked> marked = new ArrayList<>();

    /// @param name what the client calls it
    /// @param message whether it is a message's content: those keep their order
    private record Marked(String text, String name, boolean message) {}

    private ContentMarks(String prefix) {
        this.prefix = prefix;
    }

    static ContentMarks random() {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        return new ContentMarks("c" + HexFormat.of().formatHex(nonce) + "m");
    }

    /// A mark for a message's content.
    String message(String content, String name) {
        return mark(new Marked(content, name, true));
    }

    /// A mark for anything else that users wrote.
    String text(String text, String name) {
        return mark(new Marked(text, name, false));
    }

    private String mark(Marked one) {
        if (one.text().isEmpty()) {
            return "";
        }
        marked.add(one);
        return prefix + (marked.size() - 1) + PLAIN;
    }

    /// What stands in JSON for a text that may be a mark, between quotes.
    static String quoted(String text) {
        return ANY.matcher(text).matches() ? text.substring(0, text.length() - 1) + QUOTED : JsonText.escaped(text);
    }

    /// Puts the texts where their marks stand. Each must come exactly once, those of messages in order: left out, the
    /// model would not see it; repeated, its tokens would pass the bound that holds are made from.
    ChatTemplate.Rendering split(String rendered) {
        List<PromptPiece> pieces = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        Matcher marks =
                Pattern.compile(prefix + "([0-9]+)([" + PLAIN + QUOTED + "])").matcher(rendered);
        int at = 0;
        int last = -1;
        while (marks.find()) {
            int index = Integer.parseInt(marks.group(1));
            Marked one = marked.get(index);
            if (!seen.add(index)) {
                return new ChatTemplate.Unrenderable("the model's chat template repeats " + one.name());
            }
            if (one.message() && index < last) {
                return new ChatTemplate.Unrenderable("the model's chat template leaves out or moves " + one.name());
            }
            last = one.message() ? index : last;
            addTemplateText(pieces, rendered.substring(at, marks.start()));
            boolean quoted = marks.group(2).charAt(0) == QUOTED;
            pieces.add(new PromptPiece.UserText(quoted ? JsonText.escaped(one.text()) : one.text()));
            at = marks.end();
        }
        addTemplateText(pieces, rendered.substring(at));
        for (int i = 0; i < marked.size(); i++) {
            if (!seen.contains(i)) {
                return new ChatTemplate.Unrenderable("the model's chat template leaves out or moves "
                        + marked.get(i).name());
            }
        }
        return new ChatTemplate.Rendered(pieces);
    }

    private static void addTemplateText(List<PromptPiece> pieces, String text) {
        if (!text.isEmpty()) {
            pieces.add(new PromptPiece.TemplateText(text));
        }
    }
}
