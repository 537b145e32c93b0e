package dev.cortado.inference.template;

/// Applies Jinja's whitespace control to a template's source, so that what is left means the same without it.
///
/// As chat templates are rendered elsewhere, `trim_blocks` and `lstrip_blocks` are on: the newline after a tag or
/// comment goes, as do blanks between a line's start and a tag or comment. A `-` at a delimiter takes all whitespace on
/// its side, and a `+` keeps it. One newline at the end of the template goes. Jinjava does part of this, but keeps
/// blanks
/// before `{{-` within tags.
final class WhitespaceControl {

    private static final int DELIMITER = 2;

    private final String source;
    private final StringBuilder output = new StringBuilder();
    /// Where the text that follows the last delimiter begins, and what that delimiter asks of it.
    private int textStart;
    private boolean stripLeft;
    private boolean dropNewline;

    private WhitespaceControl(String source) {
        this.source = source.endsWith("\n") ? source.substring(0, source.length() - 1) : source;
    }

    /// @throws IllegalArgumentException if a delimiter is not closed
    static String apply(String source) {
        return new WhitespaceControl(source).apply();
    }

    private String apply() {
        int open = nextOpen(0);
        while (open >= 0) {
            char kind = source.charAt(open + 1);
            int close = close(open, kind);
            char leftMark = source.charAt(open + DELIMITER);
            char rightMark = source.charAt(close - 1);
            text(open, leftMark == '-', kind != '{' && leftMark != '+');
            int bodyStart = open + DELIMITER + (isMark(leftMark) ? 1 : 0);
            int bodyEnd = Math.max(bodyStart, close - (isMark(rightMark) ? 1 : 0));
            output.append(source, open, open + DELIMITER)
                    .append(source, bodyStart, bodyEnd)
                    .append(source, close, close + DELIMITER);
            textStart = close + DELIMITER;
            stripLeft = rightMark == '-';
            dropNewline = kind != '{' && rightMark != '+';
            open = nextOpen(textStart);
        }
        text(source.length(), false, false);
        return output.toString();
    }

    private int nextOpen(int from) {
        for (int i = from; i + DELIMITER < source.length(); i++) {
            char next = source.charAt(i + 1);
            if (source.charAt(i) == '{' && (next == '{' || next == '%' || next == '#')) {
                return i;
            }
        }
        return -1;
    }

    /// The closing delimiter's index; within tags and expressions, quoted text is passed over.
    private int close(int open, char kind) {
        char closing = kind == '{' ? '}' : kind;
        char quote = 0;
        for (int i = open + DELIMITER; i + 1 < source.length(); i++) {
            char c = source.charAt(i);
            if (quote != 0) {
                if (c == '\\') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (kind != '#' && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == closing && source.charAt(i + 1) == '}') {
                return i;
            }
        }
        throw new IllegalArgumentException("the chat template has an unclosed {" + kind);
    }

    private void text(int end, boolean stripRight, boolean stripLine) {
        int from = textStart;
        int to = end;
        if (stripLeft) {
            while (from < to && Character.isWhitespace(source.charAt(from))) {
                from++;
            }
        } else if (dropNewline && from < to && source.charAt(from) == '\n') {
            from++;
        }
        if (stripRight) {
            while (to > from && Character.isWhitespace(source.charAt(to - 1))) {
                to--;
            }
        } else if (stripLine) {
            to = lineStartOr(from, to);
        }
        output.append(source, from, to);
    }

    /// Where the blanks before `to` begin, if they reach back to the start of their line; else `to`.
    private int lineStartOr(int from, int to) {
        int start = to;
        while (start > from && (source.charAt(start - 1) == ' ' || source.charAt(start - 1) == '\t')) {
            start--;
        }
        boolean atLineStart = start == 0 || source.charAt(start - 1) == '\n';
        return atLineStart ? start : to;
    }

    private static boolean isMark(char c) {
        return c == '-' || c == '+';
    }
}
