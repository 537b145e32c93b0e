package dev.cortado.gateway.check;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a text that is one JSON value and nothing else (RFC 8259). Of members of one name, the last counts.
final class JsonText {

    /// Deeper than any answer is meant to be; bounds the stack.
    private static final int DEPTH_MAX = 200;

    /// Longer than any number is meant to be: what is beyond would take long to compare.
    private static final int NUMBER_CHARACTERS_MAX = 400;

    private final String text;
    private int at;

    private JsonText(String text) {
        this.text = text;
    }

    static boolean isWhole(String text) {
        return read(text).isPresent();
    }

    /// The value, or empty where the text is not JSON.
    static Optional<JsonValue> read(String text) {
        JsonText json = new JsonText(text);
        JsonValue value = json.value(0);
        return value != null && json.end() ? Optional.of(value) : Optional.empty();
    }

    private boolean end() {
        space();
        return at == text.length();
    }

    private @Nullable JsonValue value(int depth) {
        space();
        if (depth > DEPTH_MAX || at >= text.length()) {
            return null;
        }
        return switch (text.charAt(at)) {
            case '{' -> members(depth);
            case '[' -> array(depth);
            case '"' -> {
                String read = string();
                yield read == null ? null : new JsonValue.Text(read);
            }
            case 't' -> word("true", new JsonValue.Bool(true));
            case 'f' -> word("false", new JsonValue.Bool(false));
            case 'n' -> word("null", new JsonValue.Null());
            default -> number();
        };
    }

    private @Nullable JsonValue members(int depth) {
        at++;
        Map<String, JsonValue> members = new HashMap<>();
        if (sign('}')) {
            return new JsonValue.Members(members);
        }
        do {
            space();
            String name = at < text.length() && text.charAt(at) == '"' ? string() : null;
            JsonValue value = name != null && sign(':') ? value(depth + 1) : null;
            if (name == null || value == null) {
                return null;
            }
            members.put(name, value);
        } while (sign(','));
        return sign('}') ? new JsonValue.Members(members) : null;
    }

    private @Nullable JsonValue array(int depth) {
        at++;
        List<JsonValue> items = new ArrayList<>();
        if (sign(']')) {
            return new JsonValue.Array(items);
        }
        do {
            JsonValue item = value(depth + 1);
            if (item == null) {
                return null;
            }
            items.add(item);
        } while (sign(','));
        return sign(']') ? new JsonValue.Array(items) : null;
    }

    private boolean sign(char wanted) {
        space();
        boolean is = at < text.length() && text.charAt(at) == wanted;
        at += is ? 1 : 0;
        return is;
    }

    private @Nullable String string() {
        StringBuilder read = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char next = text.charAt(at);
            if (next == '"') {
                at++;
                return read.toString();
            }
            if (next < ' ' || (next == '\\' && !escape(read))) {
                return null;
            }
            if (next != '\\') {
                read.append(next);
            }
        }
        return null;
    }

    private boolean escape(StringBuilder read) {
        at++;
        if (at >= text.length()) {
            return false;
        }
        if (text.charAt(at) != 'u') {
            int which = "\"\\/bfnrt".indexOf(text.charAt(at));
            if (which >= 0) {
                read.append("\"\\/\b\f\n\r\t".charAt(which));
            }
            return which >= 0;
        }
        int code = 0;
        for (int digit = 0; digit < 4; digit++) {
            at++;
            int value = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
            if (value < 0) {
                return false;
            }
            code = code * 16 + value;
        }
        read.append((char) code);
        return true;
    }

    private @Nullable JsonValue word(String word, JsonValue value) {
        boolean is = text.startsWith(word, at);
        at += is ? word.length() : 0;
        return is ? value : null;
    }

    private @Nullable JsonValue number() {
        int begin = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(begin, at);
        boolean isNumber = number.length() <= NUMBER_CHARACTERS_MAX
                && number.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?");
        return isNumber ? new JsonValue.Numeral(new BigDecimal(number)) : null;
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
