package dev.cortado.inference.grammar;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns a JSON Schema into grammar rules whose every sentence is JSON that keeps to the schema.
///
/// What a grammar cannot hold is refused, never dropped: the keyword's place is named. Where a schema leaves more open
/// than is worth writing, the grammar allows less: objects with `properties` get those only, in their order. The
/// keywords are listed in docs/how-to/structured-output.md.
final class SchemaGrammar {

    private static final Set<String> ANNOTATIONS = Set.of(
            "title",
            "description",
            "default",
            "examples",
            "$schema",
            "$id",
            "$comment",
            "deprecated",
            "readOnly",
            "writeOnly",
            "$defs",
            "definitions");

    private static final Set<String> KEYWORDS = Set.of(
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "minItems",
            "maxItems",
            "minLength",
            "maxLength",
            "format",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum");

    private final Json document;
    private final SchemaLimits limits;
    private final Rules rules;
    /// Rules of what `$ref` points to, by pointer.
    private final Map<String, String> references = new HashMap<>();
    /// Of rules, by name; of any other rule nothing is told.
    private final Map<String, Shape> shapes = new HashMap<>();
    /// Pointers of schemas that are being written.
    private final Set<String> unfinished = new HashSet<>();

    SchemaGrammar(Json document, SchemaLimits limits, Rules rules) {
        this.document = document;
        this.limits = limits;
        this.rules = rules;
    }

    /// The rule of the whole document.
    ///
    /// @throws UnsupportedSchema naming the first keyword that cannot be held to
    String root() {
        return reference("#", "", 0);
    }

    /// @param at pointer to the schema
    String rule(Json schema, String at, int depth) {
        if (depth > limits.depthMax()) {
            throw new UnsupportedSchema(at, "it nests deeper than " + limits.depthMax());
        }
        return switch (schema) {
            case Json.Bool(var anything) when anything -> rules.json(Rules.VALUE);
            case Json.Members members -> rule(members, at, depth);
            default -> throw new UnsupportedSchema(at, "a schema must be an object, or true");
        };
    }

    private String rule(Json.Members schema, String at, int depth) {
        for (String alone : List.of("$ref", "enum", "const", "anyOf", "oneOf", "allOf")) {
            if (schema.has(alone)) {
                return alone(alone, schema, at, depth);
            }
        }
        for (String keyword : schema.byName().keySet()) {
            if (!ANNOTATIONS.contains(keyword) && !KEYWORDS.contains(keyword)) {
                throw new UnsupportedSchema(at + "/" + escaped(keyword), "the keyword '" + keyword + "' is not served");
            }
        }
        List<String> types = SchemaTypes.of(schema, at);
        if (types.isEmpty()) {
            return rules.json(Rules.VALUE);
        }
        List<String> alternatives = new ArrayList<>();
        for (String type : types) {
            alternatives.add(typed(type, schema, at, depth));
        }
        return alternatives.size() == 1 ? alternatives.getFirst() : either(alternatives, at);
    }

    private String either(List<String> alternatives, String at) {
        bounded(alternatives.size(), at);
        List<Shape> each = alternatives.stream().map(this::shape).toList();
        Shape shape = Shape.either(each, pointer -> leadsBack(pointer, new HashSet<>()));
        if (Shape.anyAlike(each)) {
            bounded(shape.ways(), at);
            boundedValues(shape.values(), at);
        }
        return shaped(rules.add(String.join(" | ", alternatives)), shape);
    }

    /// Whether a schema is not finished, or refers by way of others to one that is not.
    private boolean leadsBack(String pointer, Set<String> seen) {
        String rule = references.get(pointer);
        return unfinished.contains(pointer)
                || (rule != null
                        && seen.add(pointer)
                        && shape(rule).within().stream().anyMatch(each -> leadsBack(each, seen)));
    }

    private static void boundedValues(long values, String at) {
        if (values > SchemaLimits.VALUES_MAX) {
            throw new UnsupportedSchema(
                    at, "more than " + SchemaLimits.VALUES_MAX + " values of enumerations may begin at one place");
        }
    }

    Shape shape(String rule) {
        return shapes.getOrDefault(rule, Shape.ANY);
    }

    /// Tells a rule's shape.
    String shaped(String rule, Shape shape) {
        shapes.put(rule, shape);
        return rule;
    }

    /// @param ways in which one beginning may be read
    /// @param at pointer to its schema
    /// @throws UnsupportedSchema where they are too many
    void bounded(long ways, String at) {
        if (ways > limits.waysMax()) {
            throw new UnsupportedSchema(
                    at,
                    "its alternatives, or properties that are not required, begin alike in more than "
                            + limits.waysMax()
                            + " ways; let each alternative begin with a required property that tells it apart, by its"
                            + " name or a constant");
        }
    }

    private String typed(String type, Json.Members schema, String at, int depth) {
        return switch (type) {
            case "object" -> new ObjectRules(this, rules).rule(schema, at, depth);
            case "array" -> new ArrayRules(this, rules).rule(schema, at, depth);
            case "string" -> shaped(StringRules.rule(rules, schema, at), Shape.of("\""));
            case "integer" -> shaped(NumberRules.integer(rules, schema, at), Shape.of("#"));
            case "number" -> shaped(NumberRules.number(rules, schema, at), Shape.of("#"));
            case "boolean" -> shaped(rules.add("\"true\" | \"false\""), Shape.of("b"));
            case "null" -> shaped(rules.add("\"null\""), Shape.of("null"));
            default -> throw new UnsupportedSchema(at + "/type", "the type '" + type + "' is unknown");
        };
    }

    /// A keyword that says everything; beside it only annotations may stand, and a type beside values.
    private String alone(String keyword, Json.Members schema, String at, int depth) {
        boolean values = keyword.equals("enum") || keyword.equals("const");
        for (String other : schema.byName().keySet()) {
            if (!other.equals(keyword) && !ANNOTATIONS.contains(other) && !(values && other.equals("type"))) {
                throw new UnsupportedSchema(
                        at + "/" + escaped(other),
                        "the keyword '" + other + "' is not served beside '" + keyword + "'");
            }
        }
        Json value = SchemaTypes.member(schema, keyword);
        String here = at + "/" + escaped(keyword);
        return switch (keyword) {
            case "$ref" -> reference(SchemaTypes.text(value, here), here, depth);
            case "enum" -> values(SchemaTypes.items(value, here), schema, here);
            case "const" -> values(List.of(value), schema, here);
            case "anyOf" -> anyOf(SchemaTypes.items(value, here), here, depth);
            case "oneOf" -> oneOf(SchemaTypes.items(value, here), here, depth);
            default -> allOf(SchemaTypes.items(value, here), here, depth);
        };
    }

    private String values(List<Json> values, Json.Members schema, String at) {
        List<String> types = SchemaTypes.named(schema, at);
        List<Json> left = values.stream()
                .filter(value -> types.isEmpty() || types.stream().anyMatch(type -> SchemaTypes.is(value, type)))
                .distinct()
                .toList();
        if (left.isEmpty()) {
            throw new UnsupportedSchema(at, "no value is left");
        }
        String alternatives = left.stream()
                .map(value -> Rules.literal(JsonText.of(value)))
                .distinct()
                .collect(Collectors.joining(" | "));
        boundedValues(left.size(), at);
        String beginning =
                left.stream().map(SchemaGrammar::opening).reduce(Shape::common).orElse("");
        return shaped(rules.add(alternatives), new Shape(beginning, 1, left.size(), Set.of()));
    }

    /// How a value begins, no further than the same is told of what a type allows.
    private static String opening(Json value) {
        return switch (value) {
            case Json.Null() -> "null";
            case Json.Bool _ -> "b";
            case Json.Numeral _ -> "#";
            case Json.Text _ -> JsonText.of(value);
            case Json.Array _ -> "[";
            case Json.Members _ -> "{";
        };
    }

    private String anyOf(List<Json> schemas, String at, int depth) {
        if (schemas.isEmpty()) {
            throw new UnsupportedSchema(at, "no alternative is left");
        }
        List<String> alternatives = new ArrayList<>();
        for (int i = 0; i < schemas.size(); i++) {
            alternatives.add(rule(schemas.get(i), at + "/" + i, depth + 1));
        }
        return either(alternatives, at);
    }

    /// Served where no value can keep to two of the alternatives: then it says the same as `anyOf`.
    private String oneOf(List<Json> schemas, String at, int depth) {
        for (int i = 0; i < schemas.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (!SchemaTypes.exclusive(resolved(schemas.get(i), at), resolved(schemas.get(j), at))) {
                    throw new UnsupportedSchema(
                            at,
                            "the keyword 'oneOf' is served where types, or constants of a required property, tell the"
                                    + " alternatives apart");
                }
            }
        }
        return anyOf(schemas, at, depth);
    }

    private String allOf(List<Json> schemas, String at, int depth) {
        if (schemas.size() != 1) {
            throw new UnsupportedSchema(at, "the keyword 'allOf' is served with one schema");
        }
        return rule(schemas.getFirst(), at + "/0", depth + 1);
    }

    /// What a schema that is only a reference points to.
    private Json resolved(Json schema, String at) {
        return schema instanceof Json.Members(var members) && members.get("$ref") instanceof Json.Text(var pointer)
                ? SchemaTypes.at(document, pointer, at)
                : schema;
    }

    private String reference(String pointer, String at, int depth) {
        Json target = SchemaTypes.at(document, pointer, at);
        String known = references.get(pointer);
        if (known != null) {
            return known;
        }
        String name = rules.reserve();
        references.put(pointer, name);
        shapes.put(name, new Shape(begins(target), 1, 1, Set.of(pointer)));
        unfinished.add(pointer);
        String rule = rule(target, pointer.substring(1), depth + 1);
        unfinished.remove(pointer);
        rules.define(name, rule);
        shapes.put(name, shape(rule));
        return name;
    }

    /// How what is not written yet begins, as far as its type, and the first property of an object, says.
    private static String begins(Json target) {
        if (!(target instanceof Json.Members(var members))) {
            return "";
        }
        Json constant = members.get("const");
        if (constant != null) {
            return opening(constant);
        }
        String type = members.get("type") instanceof Json.Text(var text) ? text : "";
        return switch (type) {
            case "object" -> "{" + firstProperty(members);
            case "array" -> "[";
            case "string" -> "\"";
            case "integer", "number" -> "#";
            case "boolean" -> "b";
            case "null" -> "null";
            default -> "";
        };
    }

    private static String firstProperty(Map<String, Json> members) {
        if (!(members.get("properties") instanceof Json.Members(var properties))
                || !(members.get("required") instanceof Json.Array(var required))
                || properties.isEmpty()) {
            return "";
        }
        Map.Entry<String, Json> first = properties.entrySet().iterator().next();
        return required.contains(new Json.Text(first.getKey()))
                ? JsonText.quoted(first.getKey()) + ":" + begins(first.getValue())
                : "";
    }

    /// A name as a step of a pointer.
    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /// A number that a keyword gives, null where it is absent.
    static @Nullable Long whole(Json.Members schema, String keyword, String at) {
        Json value = schema.byName().get(keyword);
        if (value == null) {
            return null;
        }
        try {
            return new BigDecimal(value instanceof Json.Numeral(var text) ? text : "").longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new UnsupportedSchema(at + "/" + keyword, "the keyword '" + keyword + "' must be a whole number");
        }
    }

    /// A count that a keyword gives, null where it is absent.
    static @Nullable Integer count(Json.Members schema, String keyword, String at) {
        Long count = whole(schema, keyword, at);
        if (count != null && (count < 0 || count > SchemaLimits.REPETITIONS_MAX)) {
            throw new UnsupportedSchema(
                    at + "/" + keyword,
                    "the keyword '" + keyword + "' is served from 0 to " + SchemaLimits.REPETITIONS_MAX);
        }
        return count == null ? null : count.intValue();
    }
}
