package dev.cortado.evaluation.check;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How answers are read: what does not matter is taken off before they are compared.
final class Texts {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern FENCE = Pattern.compile("```[a-zA-Z0-9_+-]*[ \\t]*\\n?(.*?)(?:```|$)", Pattern.DOTALL);
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['’-][\\p{L}\\p{N}]+)*");

    /// Stands where words were taken out, so that what was beside them does not become one phrase. No plain text
    /// has it.
    private static final String GAP = "\n";

    private Texts() {}

    /// Lower case, without accents, with plain apostrophes and single spaces.
    static String plain(String text) {
        String split = Normalizer.normalize(text, Normalizer.Form.NFKD);
        String folded = MARKS.matcher(split).replaceAll("").replace("ß", "ss").replace('’', '\'');
        return SPACES.matcher(folded).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    }

    /// Whether a text has these words next to each other, as whole words.
    static boolean hasWords(String plainText, String words) {
        return indexOfWords(plainText, plain(words)) >= 0;
    }

    /// The text without these words, wherever it has them.
    static String withoutWords(String plainText, String words) {
        String wanted = plain(words);
        String rest = plainText;
        for (int at = indexOfWords(rest, wanted); at >= 0; at = indexOfWords(rest, wanted)) {
            rest = rest.substring(0, at) + GAP + rest.substring(at + wanted.length());
        }
        return rest;
    }

    private static int indexOfWords(String plainText, String wanted) {
        for (int at = plainText.indexOf(wanted); at >= 0; at = plainText.indexOf(wanted, at + 1)) {
            boolean begins = at == 0 || !wordCharacter(plainText.charAt(at - 1)) || !wordCharacter(wanted.charAt(0));
            int end = at + wanted.length();
            boolean ends = end == plainText.length()
                    || !wordCharacter(plainText.charAt(end))
                    || !wordCharacter(wanted.charAt(wanted.length() - 1));
            if (begins && ends) {
                return at;
            }
        }
        return -1;
    }

    private static boolean wordCharacter(char each) {
        return Character.isLetterOrDigit(each) || each == '_';
    }

    static List<String> words(String text) {
        return WORD.matcher(text).results().map(found -> found.group()).toList();
    }

    /// The first line that says something.
    static String firstLine(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
    }

    /// The content of the first code block; the whole text where there is none.
    static String unfenced(String text) {
        Matcher fence = FENCE.matcher(text);
        return fence.find() ? fence.group(1).strip() : text.strip();
    }

    /// Without the quotes, marks of emphasis and backticks around it, and, where asked for, its final stop.
    static String bare(String text, boolean stop) {
        return bare(text, List.of("\"", "'", "`", "**", "*", "“”"), stop);
    }

    /// Without the marks of emphasis and backticks around it; quotes may be the code's own.
    static String bareCode(String text) {
        return bare(text, List.of("`", "**", "*"), false);
    }

    private static String bare(String text, List<String> marks, boolean stop) {
        String bare = text.strip();
        boolean changed = true;
        while (changed && bare.length() > 1) {
            changed = false;
            for (String around : marks) {
                String open = around.equals("“”") ? "“" : around;
                String close = around.equals("“”") ? "”" : around;
                if (bare.length() >= open.length() + close.length() && bare.startsWith(open) && bare.endsWith(close)) {
                    bare = bare.substring(open.length(), bare.length() - close.length())
                            .strip();
                    changed = true;
                }
            }
            if (stop && bare.endsWith(".")) {
                bare = bare.substring(0, bare.length() - 1).strip();
                changed = true;
            }
        }
        return bare;
    }
}
