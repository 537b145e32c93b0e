package dev.cortado.gateway.check;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Holds one value against a JSON Schema (draft 2020-12, sections 6 and 10), by the keywords that answers can be
/// held to (docs/how-to/structured-output.md) but `format`. Other keywords say nothing here.
final class JsonSchema {

    /// Of schemas within schemas and references; bounds what refers to itself.
    private static final int DEPTH_MAX = 400;

    /// Steps after which nothing is said: alternatives that are made of alternatives can take more than a lifetime
    /// within that depth. A step is a value held against a schema, a type or a listed value, a required name, or
    /// so many characters. As many take some tens of milliseconds.
    private static final int STEPS_MAX = 100_000;

    private static final int CHARACTERS_PER_STEP = 64;

    private final JsonValue document;
    private final Map<String, JsonValue> byReference = new HashMap<>();
    private int stepsLeft = STEPS_MAX;

    JsonSchema(JsonValue document) {
        this.document = document;
    }

    /// Broken by what the value breaks first; undecided where that would take too long to find. Called once.
    Judgement judge(JsonValue value) {
        String found = broken(value, document, "", 0);
        if (stepsLeft < 0) {
            return new Judgement.Undecided();
        }
        return found == null ? new Judgement.Kept() : new Judgement.Broken(found);
    }

    /// @return whether none are left
    private boolean isSpent(int steps) {
        stepsLeft = stepsLeft < 0 ? stepsLeft : stepsLeft - steps;
        return stepsLeft < 0;
    }

    private @Nullable String broken(JsonValue value, JsonValue schema, String at, int depth) {
        if (isSpent(1 + at.length() / CHARACTERS_PER_STEP) || depth > DEPTH_MAX) {
            return "nests deeper than its schema can be followed" + place(at);
        }
        if (schema instanceof JsonValue.Bool(boolean anything)) {
            return anything ? null : "has a value where the schema allows none" + place(at);
        }
        if (!(schema instanceof JsonValue.Members(Map<String, JsonValue> keywords))) {
            return null;
        }
        JsonValue reference = keywords.get("$ref");
        if (reference instanceof JsonValue.Text(String pointer)) {
            String found = broken(value, byReference.computeIfAbsent(pointer, this::pointed), at, depth + 1);
            if (found != null) {
                return found;
            }
        }
        String combined = combined(value, keywords, at, depth);
        if (combined != null) {
            return combined;
        }
        JsonValue types = keywords.get("type");
        if (types != null && typesOf(types).noneMatch(type -> !isSpent(1) && isOf(value, type))) {
            return "is not of the schema's type" + place(at);
        }
        return switch (value) {
            case JsonValue.Members(var members) -> ofMembers(members, keywords, at, depth);
            case JsonValue.Array(var items) -> ofItems(items, keywords, at, depth);
            case JsonValue.Text(String text) -> ofLength(text, keywords, at);
            case JsonValue.Numeral(BigDecimal number) -> ofNumber(number, keywords, at);
            case JsonValue.Bool _, JsonValue.Null _ -> null;
        };
    }

    private @Nullable String combined(JsonValue value, Map<String, JsonValue> keywords, String at, int depth) {
        JsonValue constant = keywords.get("const");
        boolean isListed = !(keywords.get("enum") instanceof JsonValue.Array(var listed))
                || listed.stream().anyMatch(one -> same(value, one));
        if (!isListed || (constant != null && !same(value, constant))) {
            return "has another value than the schema lists" + place(at);
        }
        Predicate<JsonValue> keeps = schema -> broken(value, schema, at, depth + 1) == null;
        if (keywords.get("allOf") instanceof JsonValue.Array(var all)) {
            for (JsonValue schema : all) {
                String found = broken(value, schema, at, depth + 1);
                if (found != null) {
                    return found;
                }
            }
        }
        if (keywords.get("anyOf") instanceof JsonValue.Array(var any)
                && any.stream().noneMatch(keeps)) {
            return "keeps to none of the schema's alternatives" + place(at);
        }
        if (keywords.get("oneOf") instanceof JsonValue.Array(var one)
                && one.stream().filter(keeps).count() != 1) {
            return "does not keep to exactly one of the schema's alternatives" + place(at);
        }
        return null;
    }

    private boolean same(JsonValue value, JsonValue listed) {
        return !isSpent(steps(listed)) && value.same(listed);
    }

    /// How many steps it takes to compare another value with this one.
    private static int steps(JsonValue listed) {
        return switch (listed) {
            case JsonValue.Text(String text) -> 1 + text.length() / CHARACTERS_PER_STEP;
            case JsonValue.Array(var items) ->
                1 + items.stream().mapToInt(JsonSchema::steps).sum();
            case JsonValue.Members(var members) ->
                1 + members.values().stream().mapToInt(JsonSchema::steps).sum();
            case JsonValue.Numeral _, JsonValue.Bool _, JsonValue.Null _ -> 1;
        };
    }

    private @Nullable String ofMembers(
            Map<String, JsonValue> members, Map<String, JsonValue> keywords, String at, int depth) {
        if (keywords.get("required") instanceof JsonValue.Array(var required)) {
            for (JsonValue name : required) {
                if (!isSpent(1) && name instanceof JsonValue.Text(String wanted) && !members.containsKey(wanted)) {
                    return "lacks the member '" + wanted + "'" + place(at);
                }
            }
        }
        Map<String, JsonValue> known =
                keywords.get("properties") instanceof JsonValue.Members(var properties) ? properties : Map.of();
        JsonValue further = keywords.getOrDefault("additionalProperties", new JsonValue.Bool(true));
        for (Map.Entry<String, JsonValue> member : members.entrySet()) {
            JsonValue schema = known.getOrDefault(member.getKey(), further);
            String found = broken(member.getValue(), schema, at + "/" + member.getKey(), depth + 1);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable String ofItems(List<JsonValue> items, Map<String, JsonValue> keywords, String at, int depth) {
        if (isOutside(BigDecimal.valueOf(items.size()), keywords, "minItems", "maxItems")) {
            return "has " + items.size() + " items, which the schema does not allow" + place(at);
        }
        JsonValue schema = keywords.get("items");
        for (int i = 0; schema != null && i < items.size(); i++) {
            String found = broken(items.get(i), schema, at + "/" + i, depth + 1);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable String ofLength(String text, Map<String, JsonValue> keywords, String at) {
        if (!keywords.containsKey("minLength") && !keywords.containsKey("maxLength")) {
            return null;
        }
        int characters = isSpent(text.length() / CHARACTERS_PER_STEP) ? 0 : text.codePointCount(0, text.length());
        return isOutside(BigDecimal.valueOf(characters), keywords, "minLength", "maxLength")
                ? "has a text of " + characters + " characters, which the schema does not allow" + place(at)
                : null;
    }

    private static @Nullable String ofNumber(BigDecimal number, Map<String, JsonValue> keywords, String at) {
        boolean below = keywords.get("exclusiveMinimum") instanceof JsonValue.Numeral(BigDecimal least)
                && number.compareTo(least) <= 0;
        boolean above = keywords.get("exclusiveMaximum") instanceof JsonValue.Numeral(BigDecimal most)
                && number.compareTo(most) >= 0;
        return below || above || isOutside(number, keywords, "minimum", "maximum")
                ? "has a number that the schema does not allow" + place(at)
                : null;
    }

    private static boolean isOutside(BigDecimal number, Map<String, JsonValue> keywords, String least, String most) {
        return (keywords.get(least) instanceof JsonValue.Numeral(BigDecimal low) && number.compareTo(low) < 0)
                || (keywords.get(most) instanceof JsonValue.Numeral(BigDecimal high) && number.compareTo(high) > 0);
    }

    private static Stream<String> typesOf(JsonValue types) {
        return switch (types) {
            case JsonValue.Text(String one) -> Stream.of(one);
            case JsonValue.Array(var several) -> several.stream().flatMap(JsonSchema::typesOf);
            case JsonValue.Members _, JsonValue.Numeral _, JsonValue.Bool _, JsonValue.Null _ -> Stream.of();
        };
    }

    private static boolean isOf(JsonValue value, String type) {
        return switch (value) {
            case JsonValue.Text _ -> type.equals("string");
            case JsonValue.Bool _ -> type.equals("boolean");
            case JsonValue.Null _ -> type.equals("null");
            case JsonValue.Array _ -> type.equals("array");
            case JsonValue.Members _ -> type.equals("object");
            case JsonValue.Numeral(BigDecimal number) ->
                type.equals("number")
                        || (type.equals("integer")
                                && number.stripTrailingZeros().scale() <= 0);
        };
    }

    /// What a reference within the document points to (RFC 6901); anything where it points nowhere.
    private JsonValue pointed(String pointer) {
        JsonValue found = document;
        for (String part : pointer.replaceFirst("^#/?", "").split("/", -1)) {
            String name = part.replace("~1", "/").replace("~0", "~");
            if (!name.isEmpty()) {
                found = found instanceof JsonValue.Members(var members) && members.containsKey(name)
                        ? members.getOrDefault(name, found)
                        : new JsonValue.Bool(true);
            }
        }
        return found;
    }

    private static String place(String at) {
        return at.isEmpty() ? "" : " at " + at;
    }
}
