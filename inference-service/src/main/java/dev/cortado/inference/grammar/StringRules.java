package dev.cortado.inference.grammar;

import java.util.List;
import java.util.Map;

/// Strings: of any length, within bounds, or in a format.
final class StringRules {

    /// What stands between the quotes, by format.
    private static final Map<String, String> FORMATS = Map.of(
            "date", "date",
            "time", "time",
            "date-time", "date \"T\" time",
            "uuid", "hex{8} \"-\" hex{4} \"-\" hex{4} \"-\" hex{4} \"-\" hex{12}",
            "ipv4", "octet \".\" octet \".\" octet \".\" octet",
            "email", "[a-zA-Z0-9_+-]{1,64} \"@\" ([a-zA-Z0-9]{1,40} \".\"){1,3} [a-zA-Z]{2,20}");

    private static final List<String> PARTS = List.of("date", "time", "hex", "octet");

    private StringRules() {}

    static String rule(Rules rules, Json.Members schema, String at) {
        Json format = schema.byName().get("format");
        Integer least = SchemaGrammar.count(schema, "minLength", at);
        Integer most = SchemaGrammar.count(schema, "maxLength", at);
        if (format != null) {
            if (least != null || most != null) {
                throw new UnsupportedSchema(at + "/format", "the keyword 'format' is not served beside a length");
            }
            return formatted(rules, SchemaTypes.text(format, at + "/format"), at);
        }
        if (least == null && most == null) {
            return rules.json(Rules.STRING);
        }
        int min = least == null ? 0 : least;
        if (most != null && most < min) {
            throw new UnsupportedSchema(at + "/maxLength", "it is below minLength");
        }
        String character = rules.json(Rules.CHARACTER);
        String bounds = most == null ? min + "," : min + "," + most;
        boolean empty = most != null && most == 0;
        return rules.add("\"\\\"\" " + (empty ? "" : character + "{" + bounds + "} ") + "\"\\\"\"");
    }

    private static String formatted(Rules rules, String format, String at) {
        String inner = FORMATS.get(format);
        if (inner == null) {
            throw new UnsupportedSchema(
                    at + "/format",
                    "the format '" + format + "' is not served; served are "
                            + String.join(
                                    ", ", FORMATS.keySet().stream().sorted().toList()));
        }
        PARTS.stream().filter(inner::contains).forEach(rules::json);
        return rules.add("\"\\\"\" " + inner + " \"\\\"\"");
    }
}
