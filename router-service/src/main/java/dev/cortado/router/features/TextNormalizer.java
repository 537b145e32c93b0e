package dev.cortado.router.features;

import java.text.Normalizer;

/// Makes a text's pieces comparable as BERT's uncased reference tokenizer does: control characters away, white space to
/// spaces, ideographs apart, accents off, lower case (Devlin et al., "BERT", arXiv 1810.04805, and the
/// `BertNormalizer` of the reference's `tokenizer.json`).
final class TextNormalizer {

    private TextNormalizer() {}

    static String normalize(String text) {
        return isAscii(text) ? ascii(text) : unicode(text);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static String ascii(String text) {
        char[] out = new char[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                out[length++] = (char) (c + ('a' - 'A'));
            } else if (c > ' ' && c < 0x7f) {
                out[length++] = c;
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                out[length++] = ' ';
            }
        }
        return new String(out, 0, length);
    }

    private static String unicode(String text) {
        StringBuilder cleaned = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> clean(point, cleaned));
        String decomposed = Normalizer.normalize(cleaned, Normalizer.Form.NFD);
        StringBuilder out = new StringBuilder(decomposed.length());
        decomposed
                .codePoints()
                .filter(point -> Character.getType(point) != Character.NON_SPACING_MARK)
                .forEach(point -> out.appendCodePoint(Character.toLowerCase(point)));
        return out.toString();
    }

    private static void clean(int point, StringBuilder out) {
        if (point == '\t' || point == '\n' || point == '\r' || isSpace(point)) {
            out.append(' ');
        } else if (point == 0 || point == 0xfffd || isControl(point)) {
            return;
        } else if (isIdeograph(point)) {
            out.append(' ').appendCodePoint(point).append(' ');
        } else {
            out.appendCodePoint(point);
        }
    }

    private static boolean isSpace(int point) {
        return Character.isSpaceChar(point);
    }

    private static boolean isControl(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    /// The ranges that the reference sets apart, which are those of Chinese characters.
    private static boolean isIdeograph(int point) {
        return between(point, 0x4e00, 0x9fff)
                || between(point, 0x3400, 0x4dbf)
                || between(point, 0x20000, 0x2a6df)
                || between(point, 0x2a700, 0x2b73f)
                || between(point, 0x2b740, 0x2b81f)
                || between(point, 0x2b820, 0x2ceaf)
                || between(point, 0xf900, 0xfaff)
                || between(point, 0x2f800, 0x2fa1f);
    }

    private static boolean between(int point, int first, int last) {
        return point >= first && point <= last;
    }
}
