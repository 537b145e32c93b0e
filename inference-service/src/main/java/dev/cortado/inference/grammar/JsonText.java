package dev.cortado.inference.grammar;

import java.util.stream.Collectors;

/// JSON values as text, with a blank after each comma and colon, as models write them.
public final class JsonText {

    private JsonText() {}

    static String of(Json value) {
        return switch (value) {
            case Json.Null() -> "null";
            case Json.Bool(var truth) -> String.valueOf(truth);
            case Json.Numeral(var text) -> text;
            case Json.Text(var text) -> quoted(text);
            case Json.Array(var items) -> items.stream().map(JsonText::of).collect(Collectors.joining(", ", "[", "]"));
            case Json.Members(var members) ->
                members.entrySet().stream()
                        .map(member -> quoted(member.getKey()) + ": " + of(member.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
        };
    }

    static String quoted(String text) {
        return '"' + escaped(text) + '"';
    }

    /// The text as it stands between the quotes of a JSON string.
    public static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> escaped.append("\\\"");
                case '\\' -> escaped.append("\\\\");
                case '\b' -> escaped.append("\\b");
                case '\f' -> escaped.append("\\f");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> escaped.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return escaped.toString();
    }
}
