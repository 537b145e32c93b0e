package dev.cortado.router.features;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Cuts a text into the pieces of a vocabulary: words at white space and punctuation, each word into the longest piece
/// that fits, again and again (WordPiece: Wu et al., arXiv 1609.08144, section 4.1; greedy as in BERT). Equal to the
/// reference of MiniLM but for two things: it adds no marks of beginning and end, and text that spells such a mark
/// (`[SEP]`) is text.
public final class WordPiece {

    private static final String UNKNOWN = "[UNK]";
    private static final String CONTINUED = "##";

    /// Longer words are unknown ones, as in the reference.
    private static final int WORD_CHARACTERS_MAX = 100;

    private final Map<String, Integer> begins = new HashMap<>();
    private final Map<String, Integer> continues = new HashMap<>();
    private final int unknown;

    /// @param vocabulary pieces in the order of their ids; what continues a word begins with `##`
    public WordPiece(List<String> vocabulary) {
        for (int id = 0; id < vocabulary.size(); id++) {
            String piece = vocabulary.get(id);
            if (piece.startsWith(CONTINUED) && piece.length() > CONTINUED.length()) {
                continues.put(piece.substring(CONTINUED.length()), id);
            }
            begins.put(piece, id);
        }
        Integer its = begins.get(UNKNOWN);
        if (its == null) {
            throw new IllegalArgumentException("the vocabulary has no " + UNKNOWN);
        }
        unknown = its;
    }

    /// The ids of a text's pieces.
    public int[] ids(String text) {
        String normal = TextNormalizer.normalize(text);
        Ids ids = new Ids(Math.max(16, normal.length() / 3));
        int at = 0;
        while (at < normal.length()) {
            int point = normal.codePointAt(at);
            int next = at + Character.charCount(point);
            if (Character.isWhitespace(point)) {
                at = next;
                continue;
            }
            if (!isPunctuation(point)) {
                next = endOfWord(normal, next);
            }
            cut(normal.substring(at, next), ids);
            at = next;
        }
        return ids.toArray();
    }

    private static int endOfWord(String text, int from) {
        int at = from;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            if (Character.isWhitespace(point) || isPunctuation(point)) {
                return at;
            }
            at += Character.charCount(point);
        }
        return at;
    }

    private void cut(String word, Ids ids) {
        Integer whole = begins.get(word);
        if (whole != null) {
            ids.add(whole);
            return;
        }
        if (word.codePointCount(0, word.length()) > WORD_CHARACTERS_MAX) {
            ids.add(unknown);
            return;
        }
        int mark = ids.size();
        int from = 0;
        while (from < word.length()) {
            Map<String, Integer> pieces = from == 0 ? begins : continues;
            int to = word.length();
            Integer id = pieces.get(word.substring(from, to));
            while (id == null && to > from + 1) {
                to--;
                id = pieces.get(word.substring(from, to));
            }
            if (id == null) {
                ids.truncate(mark);
                ids.add(unknown);
                return;
            }
            ids.add(id);
            from = to;
        }
    }

    /// ASCII's symbols count as punctuation too, as in the reference.
    private static boolean isPunctuation(int point) {
        if (point < 0x80) {
            return (point >= '!' && point <= '/')
                    || (point >= ':' && point <= '@')
                    || (point >= '[' && point <= '`')
                    || (point >= '{' && point <= '~');
        }
        return switch (Character.getType(point)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    /// Numbers that grow.
    private static final class Ids {
        private int[] all;
        private int size;

        Ids(int capacity) {
            all = new int[capacity];
        }

        void add(int id) {
            if (size == all.length) {
                all = Arrays.copyOf(all, size * 2);
            }
            all[size++] = id;
        }

        int size() {
            return size;
        }

        void truncate(int length) {
            size = length;
        }

        int[] toArray() {
            return Arrays.copyOf(all, size);
        }
    }
}
