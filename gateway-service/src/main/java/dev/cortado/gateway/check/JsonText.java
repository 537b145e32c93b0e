package dev.cortado.gateway.check;

/// Whether a text is one JSON value and nothing else (RFC 8259).
final class JsonText {

    /// Deeper than any answer is meant to be; bounds the stack.
    private static final int DEPTH_MAX = 200;

    private final String text;
    private int at;

    private JsonText(String text) {
        this.text = text;
    }

    static boolean isWhole(String text) {
        JsonText json = new JsonText(text);
        return json.value(0) && json.end();
    }

    private boolean end() {
        space();
        return at == text.length();
    }

    private boolean value(int depth) {
        space();
        if (depth > DEPTH_MAX || at >= text.length()) {
            return false;
        }
        return switch (text.charAt(at)) {
            case '{' -> members(depth, '}', true);
            case '[' -> members(depth, ']', false);
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private boolean members(int depth, char close, boolean named) {
        at++;
        space();
        if (at < text.length() && text.charAt(at) == close) {
            at++;
            return true;
        }
        do {
            space();
            if (named && !(at < text.length() && text.charAt(at) == '"' && string() && sign(':'))) {
                return false;
            }
            if (!value(depth + 1)) {
                return false;
            }
        } while (sign(','));
        return sign(close);
    }

    private boolean sign(char wanted) {
        space();
        boolean is = at < text.length() && text.charAt(at) == wanted;
        at += is ? 1 : 0;
        return is;
    }

    private boolean string() {
        for (at++; at < text.length(); at++) {
            char next = text.charAt(at);
            if (next == '"') {
                at++;
                return true;
            }
            if (next < ' ' || (next == '\\' && !escape())) {
                return false;
            }
        }
        return false;
    }

    private boolean escape() {
        at++;
        if (at >= text.length()) {
            return false;
        }
        if (text.charAt(at) != 'u') {
            return "\"\\/bfnrt".indexOf(text.charAt(at)) >= 0;
        }
        for (int digit = 0; digit < 4; digit++) {
            at++;
            if (at >= text.length() || Character.digit(text.charAt(at), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean word(String word) {
        boolean is = text.startsWith(word, at);
        at += is ? word.length() : 0;
        return is;
    }

    private boolean number() {
        int begin = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return text.substring(begin, at).matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
