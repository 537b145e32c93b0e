package dev.cortado.inference.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads JSON text (RFC 8259) strictly: no duplicate names, nothing after the value, and no deeper than allowed.
final class JsonReader {

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private static final int HEX = 16;
    private static final int HEX_DIGITS = 4;

    private final String text;
    private final int depthMax;
    private int at;

    private JsonReader(String text, int depthMax) {
        this.text = text;
        this.depthMax = depthMax;
    }

    /// @throws IllegalArgumentException saying what is wrong and where
    static Json read(String text, int depthMax) {
        JsonReader reader = new JsonReader(text, depthMax);
        Json value = reader.value(0);
        reader.blanks();
        if (reader.at < text.length()) {
            throw reader.wrong("something follows the value");
        }
        return value;
    }

    private Json value(int depth) {
        if (depth > depthMax) {
            throw wrong("it nests deeper than " + depthMax);
        }
        blanks();
        return switch (peek()) {
            case '{' -> members(depth);
            case '[' -> array(depth);
            case '"' -> new Json.Text(string());
            case 't' -> word("true", new Json.Bool(true));
            case 'f' -> word("false", new Json.Bool(false));
            case 'n' -> word("null", new Json.Null());
            default -> number();
        };
    }

    private Json members(int depth) {
        Map<String, Json> members = new LinkedHashMap<>();
        at++;
        blanks();
        if (take('}')) {
            return new Json.Members(members);
        }
        do {
            blanks();
            String name = string();
            blanks();
            expect(':');
            if (members.put(name, value(depth + 1)) != null) {
                throw wrong("'" + name + "' is there twice");
            }
            blanks();
        } while (take(','));
        expect('}');
        return new Json.Members(members);
    }

    private Json array(int depth) {
        List<Json> items = new ArrayList<>();
        at++;
        blanks();
        if (take(']')) {
            return new Json.Array(items);
        }
        do {
            items.add(value(depth + 1));
            blanks();
        } while (take(','));
        expect(']');
        return new Json.Array(items);
    }

    private Json word(String word, Json value) {
        if (!text.startsWith(word, at)) {
            throw wrong("a value is missing");
        }
        at += word.length();
        return value;
    }

    private Json number() {
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (!number.lookingAt()) {
            throw wrong("a value is missing");
        }
        at = number.end();
        return new Json.Numeral(number.group());
    }

    private String string() {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c < ' ') {
                throw wrong("a control character stands in a string");
            }
            value.append(c == '\\' ? escaped() : c);
        }
        at++;
        return value.toString();
    }

    private char escaped() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong("an escape is unknown");
        };
    }

    private char unicode() {
        int end = at + HEX_DIGITS;
        if (end > text.length()) {
            throw wrong("an escape is cut off");
        }
        String digits = text.substring(at, end);
        at = end;
        try {
            return (char) Integer.parseInt(digits, HEX);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("an escape is no hexadecimal number: " + digits, e);
        }
    }

    private void blanks() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("it is cut off");
        }
        return text.charAt(at);
    }

    private boolean take(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        if (there) {
            at++;
        }
        return there;
    }

    private void expect(char c) {
        if (peek() != c) {
            throw wrong("'" + c + "' is missing");
        }
        at++;
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("it is no JSON: " + what + ", at character " + at);
    }
}
