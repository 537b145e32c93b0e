package dev.cortado.gateway.check;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Holds values against a JSON Schema (draft 2020-12, sections 6 and 10), by the keywords that answers can be held to
/// (docs/how-to/structured-output.md) but `format`. Other keywords say nothing here.
final class JsonSchema {

    /// Of schemas within schemas and references; bounds what refers to itself.
    private static final int DEPTH_MAX = 400;

    private final JsonValue document;

    JsonSchema(JsonValue document) {
        this.document = document;
    }

    /// What the value breaks first, in words that follow on "the answer"; empty where it keeps to the schema.
    Optional<String> broken(JsonValue value) {
        return Optional.ofNullable(broken(value, document, "", 0));
    }

    private @Nullable String broken(JsonValue value, JsonValue schema, String at, int depth) {
        if (depth > DEPTH_MAX) {
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
            String found = broken(value, pointed(pointer), at, depth + 1);
            if (found != null) {
                return found;
            }
        }
        String combined = combined(value, keywords, at, depth);
        if (combined != null) {
            return combined;
        }
        JsonValue types = keywords.get("type");
        if (types != null && typesOf(types).noneMatch(type -> isOf(value, type))) {
            return "is not of the schema's type" + place(at);
        }
        return switch (value) {
            case JsonValue.Members(var members) -> ofMembers(members, keywords, at, depth);
            case JsonValue.Array(var items) -> ofItems(items, keywords, at, depth);
            case JsonValue.Text(String text) -> ofLength(text.codePointCount(0, text.length()), keywords, at);
            case JsonValue.Numeral(BigDecimal number) -> ofNumber(number, keywords, at);
            case JsonValue.Bool _, JsonValue.Null _ -> null;
        };
    }

    private @Nullable String combined(JsonValue value, Map<String, JsonValue> keywords, String at, int depth) {
        JsonValue constant = keywords.get("const");
        boolean isListed = !(keywords.get("enum") instanceof JsonValue.Array(var listed))
                || listed.stream().anyMatch(value::same);
        if (!isListed || (constant != null && !value.same(constant))) {
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

    private @Nullable String ofMembers(
            Map<String, JsonValue> members, Map<String, JsonValue> keywords, String at, int depth) {
        if (keywords.get("required") instanceof JsonValue.Array(var required)) {
            for (JsonValue name : required) {
                if (name instanceof JsonValue.Text(String wanted) && !members.containsKey(wanted)) {
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

    private static @Nullable String ofLength(int characters, Map<String, JsonValue> keywords, String at) {
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
