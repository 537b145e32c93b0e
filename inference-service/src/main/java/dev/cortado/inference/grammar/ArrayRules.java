package dev.cortado.inference.grammar;

import org.jspecify.annotations.Nullable;

/// Arrays of one kind of item, with or without bounds on how many.
final class ArrayRules {

    private final SchemaGrammar schemas;
    private final Rules rules;

    ArrayRules(SchemaGrammar schemas, Rules rules) {
        this.schemas = schemas;
        this.rules = rules;
    }

    String rule(Json.Members schema, String at, int depth) {
        Integer least = SchemaGrammar.count(schema, "minItems", at);
        Integer most = SchemaGrammar.count(schema, "maxItems", at);
        int min = least == null ? 0 : least;
        if (most != null && most < min) {
            throw new UnsupportedSchema(at + "/maxItems", "it is below minItems");
        }
        String ws = rules.json(Rules.WS);
        if (most != null && most == 0) {
            return schemas.shaped(rules.add("\"[\" " + ws + " \"]\""), Shape.of("["));
        }
        Json items = schema.byName().getOrDefault("items", new Json.Bool(true));
        String item = schemas.rule(items, at + "/items", depth + 1);
        String further = rules.add("\",\" " + ws + " " + item);
        String some = item + " " + repeated(further, Math.max(0, min - 1), most) + " " + ws;
        Shape of = schemas.shape(item);
        return schemas.shaped(
                rules.add("\"[\" " + ws + " " + (min == 0 ? "(" + some + ")?" : some) + " \"]\""),
                min == 0 ? new Shape("[", of.ways(), of.values(), of.within()) : of.after("["));
    }

    /// @param min of the further items
    /// @param most of all items, null for any number
    private static String repeated(String further, int min, @Nullable Integer most) {
        if (most == null) {
            return min == 0 ? further + "*" : further + "{" + min + ",}";
        }
        int max = most - 1;
        return max == 0 ? "" : further + "{" + min + "," + max + "}";
    }
}
