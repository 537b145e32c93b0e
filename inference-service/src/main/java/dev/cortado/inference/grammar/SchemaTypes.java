package dev.cortado.inference.grammar;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads schemas: types, values, and what a pointer points to.
final class SchemaTypes {

    private SchemaTypes() {}

    /// The types that the schema allows: as named, or those that its keywords speak of; empty for any.
    static List<String> of(Json.Members schema, String at) {
        List<String> named = named(schema, at);
        if (!named.isEmpty()) {
            return named;
        }
        List<String> types = new ArrayList<>();
        inferred(schema, types, "object", "properties", "required", "additionalProperties");
        inferred(schema, types, "array", "items", "minItems", "maxItems");
        inferred(schema, types, "string", "minLength", "maxLength", "format");
        inferred(schema, types, "integer", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");
        return List.copyOf(types);
    }

    private static void inferred(Json.Members schema, List<String> types, String type, String... keywords) {
        for (String keyword : keywords) {
            if (schema.has(keyword)) {
                types.add(type);
                return;
            }
        }
    }

    static List<String> named(Json.Members schema, String at) {
        Json type = schema.byName().get("type");
        if (type == null) {
            return List.of();
        }
        if (type instanceof Json.Text(var one)) {
            return List.of(one);
        }
        List<String> types = new ArrayList<>();
        for (Json one : items(type, at + "/type")) {
            types.add(text(one, at + "/type"));
        }
        return List.copyOf(types);
    }

    static boolean is(Json value, String type) {
        return switch (value) {
            case Json.Null() -> type.equals("null");
            case Json.Bool _ -> type.equals("boolean");
            case Json.Numeral(var text) ->
                type.equals("number") || (type.equals("integer") && text.matches("-?[0-9]+"));
            case Json.Text _ -> type.equals("string");
            case Json.Array _ -> type.equals("array");
            case Json.Members _ -> type.equals("object");
        };
    }

    static Json member(Json.Members schema, String keyword) {
        Json value = schema.byName().get(keyword);
        if (value == null) {
            throw new IllegalStateException("no " + keyword);
        }
        return value;
    }

    static String text(Json value, String at) {
        if (value instanceof Json.Text(var text)) {
            return text;
        }
        throw new UnsupportedSchema(at, "it must be a string");
    }

    static List<Json> items(Json value, String at) {
        if (value instanceof Json.Array(var items)) {
            return items;
        }
        throw new UnsupportedSchema(at, "it must be an array");
    }

    /// What a pointer in this document points to.
    ///
    /// @param from the place of the `$ref`, for what is wrong with it
    static Json at(Json document, String pointer, String from) {
        if (!pointer.equals("#") && !pointer.startsWith("#/")) {
            throw new UnsupportedSchema(from, "the reference '" + pointer + "' leads out of the document");
        }
        Json value = document;
        for (String step :
                pointer.length() < 2 ? new String[0] : pointer.substring(2).split("/", -1)) {
            String name = step.replace("~1", "/").replace("~0", "~");
            @Nullable
            Json next = switch (value) {
                case Json.Members(var members) -> members.get(name);
                case Json.Array(var items)
                when name.matches("[0-9]{1,6}") && Integer.parseInt(name) < items.size() ->
                    items.get(Integer.parseInt(name));
                default -> null;
            };
            if (next == null) {
                throw new UnsupportedSchema(from, "the reference '" + pointer + "' leads nowhere");
            }
            value = next;
        }
        return value;
    }

    /// Whether certainly no value keeps to both.
    static boolean exclusive(Json one, Json other) {
        if (!(one instanceof Json.Members first) || !(other instanceof Json.Members second)) {
            return false;
        }
        Set<String> types = types(first);
        Set<String> others = types(second);
        boolean known = !types.isEmpty() && !others.isEmpty();
        types.retainAll(others);
        return (known && types.isEmpty()) || toldApart(first, second);
    }

    /// Named types, numbers as one.
    private static Set<String> types(Json.Members schema) {
        Set<String> types = new HashSet<>();
        named(schema, "").forEach(type -> types.add(type.equals("integer") ? "number" : type));
        return types;
    }

    private static boolean toldApart(Json.Members one, Json.Members other) {
        for (String name : required(one)) {
            Set<Json> values = constants(one, name);
            Set<Json> others = constants(other, name);
            boolean known = !values.isEmpty() && !others.isEmpty();
            values.retainAll(others);
            if (known && values.isEmpty() && required(other).contains(name)) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> required(Json.Members schema) {
        Set<String> names = new HashSet<>();
        if (schema.byName().get("required") instanceof Json.Array(var items)) {
            items.forEach(item -> names.add(item instanceof Json.Text(var name) ? name : ""));
        }
        return names;
    }

    private static Set<Json> constants(Json.Members schema, String property) {
        if (!(schema.byName().get("properties") instanceof Json.Members(Map<String, Json> properties))
                || !(properties.get(property) instanceof Json.Members(Map<String, Json> keywords))) {
            return new HashSet<>();
        }
        Json constant = keywords.get("const");
        if (constant != null) {
            return new HashSet<>(List.of(constant));
        }
        return keywords.get("enum") instanceof Json.Array(var values) ? new HashSet<>(values) : new HashSet<>();
    }
}
