package dev.cortado.inference.grammar;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The rules of one grammar in GBNF, by name; those of JSON itself come in as they are referred to.
final class Rules {

    static final String WS = "ws";
    static final String STRING = "string";
    static final String CHARACTER = "character";
    static final String NUMBER = "number";
    static final String INTEGER = "integer";
    static final String VALUE = "value";
    static final String OBJECT = "object";
    static final String ARRAY = "array";

    /// No more blanks than a pretty printer makes, and no more digits than a double holds, so that a model cannot fill
    /// its completion with them.
    private static final Map<String, String> JSON = Map.ofEntries(
            Map.entry(WS, "(\"\\n\" [ \\t]{0,20} | \" \")?"),
            Map.entry("hex", "[0-9a-fA-F]"),
            Map.entry(
                    CHARACTER,
                    "[^\"\\\\\\x00-\\x1F\\x7F] | \"\\\\\" ([\"\\\\/bfnrt] | \"u\" ([0-9a-cA-CefEF] hex hex hex | [dD] [0-7] hex hex))"),
            Map.entry(STRING, "\"\\\"\" character* \"\\\"\""),
            Map.entry(INTEGER, "\"-\"? (\"0\" | [1-9] [0-9]{0,15})"),
            Map.entry(NUMBER, "integer (\".\" [0-9]{1,16})? ([eE] [-+]? [0-9]{1,2})?"),
            Map.entry("pair", "string \":\" ws value"),
            Map.entry(OBJECT, "\"{\" ws (pair (\",\" ws pair)* ws)? \"}\""),
            Map.entry(ARRAY, "\"[\" ws (value (\",\" ws value)* ws)? \"]\""),
            Map.entry(VALUE, "object | array | string | number | \"true\" | \"false\" | \"null\""),
            Map.entry("digit", "[0-9]"),
            Map.entry("octet", "\"25\" [0-5] | \"2\" [0-4] digit | \"1\" digit digit | [1-9] digit | digit"),
            Map.entry(
                    "date",
                    "digit digit digit digit \"-\" (\"0\" [1-9] | \"1\" [0-2]) \"-\" (\"0\" [1-9] | \"1\" digit | \"2\" [0-8])"),
            Map.entry(
                    "time",
                    "([01] digit | \"2\" [0-3]) \":\" [0-5] digit \":\" [0-5] digit (\".\" digit{1,9})?"
                            + " (\"Z\" | [-+] ([01] digit | \"2\" [0-3]) \":\" [0-5] digit)"));

    /// What the rules of JSON refer to in turn.
    private static final Map<String, List<String>> NEEDS = Map.of(
            CHARACTER,
            List.of("hex"),
            STRING,
            List.of(CHARACTER),
            NUMBER,
            List.of(INTEGER),
            "pair",
            List.of(STRING, WS, VALUE),
            OBJECT,
            List.of(WS, "pair"),
            ARRAY,
            List.of(WS, VALUE),
            VALUE,
            List.of(OBJECT, ARRAY, STRING, NUMBER),
            "octet",
            List.of("digit"),
            "date",
            List.of("digit"),
            "time",
            List.of("digit"));

    /// The higher bound of `{m,n}`, or the only one.
    private static final Pattern REPETITIONS = Pattern.compile("\\{(?:[0-9]{1,4},)?([0-9]{1,4}),?\\}");

    private final Map<String, String> rules = new LinkedHashMap<>();
    private final int rulesMax;
    private int named;
    /// Rules that the library makes of these: one for each repetition beside each that is written.
    private int weight;

    Rules(int rulesMax) {
        this.rulesMax = rulesMax;
    }

    /// A name for a rule that is told later, so that it may refer to itself.
    String reserve() {
        return "r" + named++;
    }

    /// @throws UnsupportedSchema if the rules become too many
    void define(String name, String expression) {
        weight += weight(expression);
        if (weight > rulesMax) {
            throw new UnsupportedSchema("", "it takes more than " + rulesMax + " grammar rules");
        }
        rules.put(name, expression);
    }

    String add(String expression) {
        String name = reserve();
        define(name, expression);
        return name;
    }

    /// A rule of JSON, brought in with all it needs.
    String json(String name) {
        String expression = JSON.get(name);
        if (expression == null) {
            throw new IllegalArgumentException("no rule of JSON: " + name);
        }
        if (!rules.containsKey(name)) {
            define(name, expression);
            NEEDS.getOrDefault(name, List.of()).forEach(this::json);
        }
        return name;
    }

    /// What there is now, to come back to.
    Map<String, String> snapshot() {
        return new LinkedHashMap<>(rules);
    }

    void restore(Map<String, String> snapshot) {
        rules.clear();
        rules.putAll(snapshot);
        weight = rules.values().stream().mapToInt(Rules::weight).sum();
    }

    private static int weight(String expression) {
        Matcher repetitions = REPETITIONS.matcher(expression);
        int weight = 1;
        while (repetitions.find()) {
            weight += Integer.parseInt(repetitions.group(1));
        }
        return weight;
    }

    /// The whole grammar.
    String text() {
        return rules.entrySet().stream()
                .map(rule -> rule.getKey() + " ::= " + rule.getValue() + "\n")
                .collect(Collectors.joining());
    }

    /// Exactly this text.
    static String literal(String text) {
        StringBuilder literal = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> literal.append("\\\"");
                case '\\' -> literal.append("\\\\");
                case '\n' -> literal.append("\\n");
                case '\r' -> literal.append("\\r");
                case '\t' -> literal.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7F) {
                        literal.append(String.format("\\x%02X", c));
                    } else {
                        literal.appendCodePoint(c);
                    }
                }
            }
        });
        return literal.append('"').toString();
    }
}
