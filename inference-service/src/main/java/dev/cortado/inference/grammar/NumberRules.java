package dev.cortado.inference.grammar;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Numbers; integers also within bounds.
final class NumberRules {

    private static final List<String> BOUNDS = List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");

    private NumberRules() {}

    static String number(Rules rules, Json.Members schema, String at) {
        for (String bound : BOUNDS) {
            if (schema.has(bound)) {
                throw new UnsupportedSchema(
                        at + "/" + bound, "the keyword '" + bound + "' is served for type integer only");
            }
        }
        return rules.json(Rules.NUMBER);
    }

    static String integer(Rules rules, Json.Members schema, String at) {
        Long low = tighter(bound(schema, "minimum", at, 0), bound(schema, "exclusiveMinimum", at, 1), true);
        Long high = tighter(bound(schema, "maximum", at, 0), bound(schema, "exclusiveMaximum", at, -1), false);
        if (low == null && high == null) {
            return rules.json(Rules.INTEGER);
        }
        if (low != null && high != null && low > high) {
            throw new UnsupportedSchema(at + "/maximum", "no number is left between the bounds");
        }
        return rules.add(IntegerRange.of(low, high));
    }

    private static @Nullable Long bound(Json.Members schema, String keyword, String at, int step) {
        Long value = SchemaGrammar.whole(schema, keyword, at);
        if (value == null) {
            return null;
        }
        if (value >= IntegerRange.MAGNITUDE_MAX || value <= -IntegerRange.MAGNITUDE_MAX) {
            throw new UnsupportedSchema(
                    at + "/" + keyword, "the keyword '" + keyword + "' is served up to " + IntegerRange.MAGNITUDE_MAX);
        }
        return value + step;
    }

    private static @Nullable Long tighter(@Nullable Long one, @Nullable Long other, boolean higher) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return higher ? Math.max(one, other) : Math.min(one, other);
    }
}
