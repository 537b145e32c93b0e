package dev.cortado.inference.grammar;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Objects: the properties in their order, each left out where it is not required; or, where none is named, any names.
final class ObjectRules {

    private final SchemaGrammar schemas;
    private final Rules rules;

    ObjectRules(SchemaGrammar schemas, Rules rules) {
        this.schemas = schemas;
        this.rules = rules;
    }

    /// @param name quoted, with its colon
    /// @param shape of its value
    private record Property(String name, String member, Shape shape, boolean required) {}

    String rule(Json.Members schema, String at, int depth) {
        List<String> required = required(schema, at);
        Map<String, Json> named = properties(schema, at);
        Json additional = schema.byName().getOrDefault("additionalProperties", new Json.Bool(true));
        boolean closed = additional.equals(new Json.Bool(false));
        if (named.isEmpty() && required.isEmpty()) {
            return closed
                    ? schemas.shaped(rules.add("\"{\" " + ws() + " \"}\""), Shape.of("{"))
                    : anyNames(additional, at, depth);
        }
        List<Property> properties = new ArrayList<>();
        for (var property : named.entrySet()) {
            String name = property.getKey();
            String place = at + "/properties/" + SchemaGrammar.escaped(name);
            properties.add(
                    property(name, schemas.rule(property.getValue(), place, depth + 1), required.contains(name)));
        }
        for (String name : required) {
            if (!named.containsKey(name)) {
                if (closed) {
                    throw new UnsupportedSchema(at + "/required", "'" + name + "' is required but no property");
                }
                String value = schemas.rule(additional, at + "/additionalProperties", depth + 1);
                properties.add(property(name, value, true));
            }
        }
        Shape shape = shape(properties, at);
        return schemas.shaped(rules.add("\"{\" " + ws() + " " + from(properties) + " \"}\""), shape);
    }

    private Property property(String name, String value, boolean required) {
        String begun = JsonText.quoted(name) + ":";
        return new Property(
                begun, rules.add(Rules.literal(begun) + " " + ws() + " " + value), schemas.shape(value), required);
    }

    /// While no property tells which comes next, each of those that may be left out and the one after them is open.
    private Shape shape(List<Property> properties, String at) {
        Property first = properties.getFirst();
        long ways = 1;
        long values = 1;
        long optional = 0;
        Set<String> within = new HashSet<>();
        for (Property property : properties) {
            optional = property.required() ? 0 : optional + 1;
            schemas.bounded(optional + 1, at);
            ways = Math.max(ways, Math.max(optional + 1, property.shape().ways()));
            values = Math.max(values, property.shape().values());
            within.addAll(property.shape().within());
        }
        String beginning = first.required() ? first.name() + first.shape().beginning() : "";
        return new Shape("{" + beginning, ways, values, Set.copyOf(within));
    }

    /// The members from the first property on. For each property there are two rules, backwards from the last: what
    /// follows while nothing was written, and what follows something.
    private String from(List<Property> properties) {
        String start = "";
        String after = ws();
        for (Property property : properties.reversed()) {
            String first = property.member() + " " + after;
            String next = "\",\" " + ws() + " " + property.member() + " " + after;
            start = rules.add(property.required() ? first : first + " | " + (start.isEmpty() ? "\"\"" : start));
            after = rules.add(property.required() ? next : next + " | " + after);
        }
        return start;
    }

    private String anyNames(Json value, String at, int depth) {
        if (value.equals(new Json.Bool(true))) {
            return schemas.shaped(rules.json(Rules.OBJECT), Shape.of("{"));
        }
        String each = schemas.rule(value, at + "/additionalProperties", depth + 1);
        String pair = rules.add(rules.json(Rules.STRING) + " \":\" " + ws() + " " + each);
        Shape of = schemas.shape(each);
        return schemas.shaped(
                rules.add("\"{\" " + ws() + " (" + pair + " (\",\" " + ws() + " " + pair + ")* " + ws() + ")? \"}\""),
                new Shape("{", of.ways(), of.values(), of.within()));
    }

    private String ws() {
        return rules.json(Rules.WS);
    }

    private static Map<String, Json> properties(Json.Members schema, String at) {
        return switch (schema.byName().get("properties")) {
            case null -> new LinkedHashMap<>();
            case Json.Members(var byName) -> byName;
            default -> throw new UnsupportedSchema(at + "/properties", "it must be an object");
        };
    }

    private static List<String> required(Json.Members schema, String at) {
        Json required = schema.byName().get("required");
        List<String> names = new ArrayList<>();
        if (required != null) {
            SchemaTypes.items(required, at + "/required")
                    .forEach(name -> names.add(SchemaTypes.text(name, at + "/required")));
        }
        return names;
    }
}
