package dev.cortado.inference.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.ResponseFormat;
import dev.cortado.inference.engine.ToolUse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Schemas are written with ' for ".
class SchemaGrammarTest {

    @Test
    void schema_types_takeTheirValuesOnly() {
        schema("{'type': 'string'}")
                .takes("''", "'Grüße'", "'a \\' \\n \\u00e9'")
                .refuses("1", "'", "'a\nb'", "'\\ud800'");
        schema("{'type': 'integer'}").takes("0", "-7", "120").refuses("1.5", "01", "'1'", "1e3");
        schema("{'type': 'number'}").takes("0", "-7.25", "1e10").refuses("+1", ".5", "1.", "NaN");
        schema("{'type': 'boolean'}").takes("true", "false").refuses("1", "'true'");
        schema("{'type': 'null'}").takes("null").refuses("0");
        schema("{'type': ['integer', 'null']}").takes("3", "null").refuses("'3'");
        schema("true").takes("{'a': [1, {'b': null}]}", "[]", "3").refuses("{a: 1}", "[1,]");
    }

    @Test
    void schema_blanks_areThoseOfAPrettyPrinter() {
        schema("{'type': 'array', 'items': {'type': 'integer'}}")
                .takes("[1,2]", "[1, 2]", "[\n  1,\n  2\n]")
                .refuses("[1,   2]", "[\n\n1]");
    }

    @Test
    void schema_object_hasItsPropertiesInOrder() {
        schema("{'type': 'object', 'properties': {'a': {'type': 'integer'}, 'b': {'type': 'string'},"
                        + " 'c': {'type': 'null'}}, 'required': ['b'], 'additionalProperties': false}")
                .takes("{'a': 1, 'b': 'x', 'c': null}", "{'b': 'x'}", "{'b':'x','c':null}", "{'a':1,'b':''}")
                .refuses("{}", "{'a': 1}", "{'b': 1}", "{'c': null, 'b': 'x'}", "{'b': 'x', 'd': 1}", "{'b': 'x',}");
    }

    @Test
    void schema_allOptional_mayBeEmpty() {
        schema("{'properties': {'a': {'type': 'integer'}, 'b': {'type': 'integer'}}}")
                .takes("{}", "{'a': 1}", "{'b': 2}", "{'a': 1, 'b': 2}")
                .refuses("{,}", "{'a': 1 'b': 2}");
    }

    @Test
    void schema_additionalProperties_mayHaveAnyNames() {
        schema("{'type': 'object', 'additionalProperties': {'type': 'integer'}}")
                .takes("{}", "{'x': 1, 'y': 2}")
                .refuses("{'x': 'a'}");
        schema("{'type': 'object', 'additionalProperties': false}").takes("{}").refuses("{'x': 1}");
        schema("{'type': 'object', 'required': ['z']}").takes("{'z': [1]}").refuses("{}");
    }

    @Test
    void schema_array_keepsItsLength() {
        schema("{'type': 'array', 'items': {'type': 'integer'}, 'minItems': 2, 'maxItems': 3}")
                .takes("[1, 2]", "[1,2,3]")
                .refuses("[]", "[1]", "[1, 2, 3, 4]", "['a', 'b']");
        schema("{'type': 'array', 'maxItems': 1}").takes("[]", "[{}]").refuses("[1, 2]");
        schema("{'type': 'array', 'minItems': 1}").takes("[1]", "[1, 2, 3]").refuses("[]");
        schema("{'type': 'array', 'maxItems': 0}").takes("[]").refuses("[1]");
    }

    @Test
    void schema_string_keepsItsLength() {
        schema("{'type': 'string', 'minLength': 2, 'maxLength': 3}")
                .takes("'ab'", "'äöü'")
                .refuses("'a'", "'abcd'");
        schema("{'type': 'string', 'maxLength': 0}").takes("''").refuses("'a'");
        schema("{'type': 'string', 'minLength': 1}").takes("'a'", "'abcdefgh'").refuses("''");
    }

    @Test
    void schema_format_isWrittenRight() {
        schema("{'type': 'string', 'format': 'date'}").takes("'2026-02-28'").refuses("'2026-13-01'", "'26-1-1'");
        schema("{'type': 'string', 'format': 'time'}")
                .takes("'23:59:59Z'", "'01:02:03.5+02:00'")
                .refuses("'25:00:00Z'");
        schema("{'type': 'string', 'format': 'date-time'}")
                .takes("'2026-11-28T20:00:00Z'")
                .refuses("'2026-11-28'");
        schema("{'type': 'string', 'format': 'uuid'}")
                .takes("'01234567-89ab-cdef-0123-456789abcdef'")
                .refuses("'0123'");
        schema("{'type': 'string', 'format': 'ipv4'}").takes("'192.168.0.255'").refuses("'1.2.3.256'", "'1.2.3'");
        schema("{'type': 'string', 'format': 'email'}")
                .takes("'a.b@x.org'".replace(".b", "_b"))
                .refuses("'a'", "'@x.org'");
    }

    @Test
    void schema_integerBounds_holdForEveryNumberAround() {
        for (int[] bounds : new int[][] {{0, 9}, {1, 100}, {17, 342}, {-5, 5}, {-120, -7}, {99, 1001}, {0, 0}}) {
            Checked schema = schema("{'type': 'integer', 'minimum': " + bounds[0] + ", 'maximum': " + bounds[1] + "}");
            for (int i = -1200; i <= 1200; i++) {
                boolean within = bounds[0] <= i && i <= bounds[1];
                assertEquals(
                        within, schema.grammar.matches(String.valueOf(i)), i + " in " + List.of(bounds[0], bounds[1]));
            }
        }
        schema("{'type': 'integer', 'exclusiveMinimum': 18}")
                .takes("19", "100", "123456")
                .refuses("18", "-20", "7");
        schema("{'type': 'integer', 'exclusiveMaximum': 0}").takes("-1", "-999").refuses("0", "5");
    }

    @Test
    void schema_enumAndConst_takeThoseValues() {
        schema("{'enum': ['red', 'gr\\'n', 3, null, {'a': [1]}]}")
                .takes("'red'", "'gr\\'n'", "3", "null", "{'a': [1]}")
                .refuses("'blue'", "4");
        schema("{'type': 'string', 'enum': ['x', 1]}").takes("'x'").refuses("1");
        schema("{'const': 'only\\nthis'}").takes("'only\\nthis'").refuses("'other'");
    }

    @Test
    void schema_alternatives_takeEither() {
        schema("{'anyOf': [{'type': 'integer'}, {'type': 'string', 'maxLength': 1}]}")
                .takes("12", "'a'")
                .refuses("'ab'", "null");
        schema("{'oneOf': [{'type': 'integer'}, {'type': 'null'}]}")
                .takes("1", "null")
                .refuses("'a'");
        schema("{'oneOf': [{'type': 'object', 'properties': {'k': {'const': 'a'}}, 'required': ['k']},"
                        + " {'type': 'object', 'properties': {'k': {'const': 'b'}}, 'required': ['k']}]}")
                .takes("{'k': 'a'}", "{'k': 'b'}")
                .refuses("{'k': 'c'}");
        schema("{'allOf': [{'type': 'integer'}]}").takes("1").refuses("'a'");
    }

    @Test
    void schema_references_leadWithinTheDocument() {
        schema("{'$ref': '#/$defs/node', '$defs': {'node': {'type': 'object', 'properties': {'v': {'type': 'integer'},"
                        + " 'next': {'anyOf': [{'$ref': '#/$defs/node'}, {'type': 'null'}]}},"
                        + " 'required': ['v', 'next'], 'additionalProperties': false}}}")
                .takes("{'v': 1, 'next': null}", "{'v': 1, 'next': {'v': 2, 'next': null}}")
                .refuses("{'v': 1}", "{'v': 1, 'next': {}}");
        schema("{'type': 'array', 'items': {'$ref': '#'}}")
                .takes("[]", "[[], [[]]]")
                .refuses("[1]");
        schema("{'properties': {'a/b': {'type': 'null'}, 'c': {'$ref': '#/properties/a~1b'}}}")
                .takes("{'c': null}")
                .refuses("{'c': 1}");
    }

    @Test
    void schema_annotations_changeNothing() {
        schema("{'title': 'T', 'description': 'D', 'type': 'integer', 'default': 3, 'examples': [1], '$schema': 's'}")
                .takes("1")
                .refuses("'a'");
    }

    @Test
    void schema_whatNoGrammarHolds_isRefusedByName() {
        refused("{'properties': {'a': {'type': 'string', 'pattern': '^x'}}}", ".properties.a.pattern", "pattern");
        refused("{'type': 'number', 'minimum': 1}", ".minimum", "integer only");
        refused("{'type': 'array', 'uniqueItems': true}", ".uniqueItems", "uniqueItems");
        refused("{'type': 'array', 'prefixItems': []}", ".prefixItems", "prefixItems");
        refused("{'type': 'object', 'patternProperties': {}}", ".patternProperties", "patternProperties");
        refused("{'not': {}}", ".not", "not");
        refused("{'type': 'integer', 'multipleOf': 2}", ".multipleOf", "multipleOf");
        refused("{'type': 'string', 'format': 'uri'}", ".format", "uri");
        refused("{'type': 'string', 'minLength': 5000}", ".minLength", "2000");
        refused("{'type': 'string', 'minLength': 3, 'maxLength': 2}", ".maxLength", "below");
        refused("{'type': 'integer', 'minimum': 3, 'maximum': 2}", ".maximum", "no number");
        refused("{'oneOf': [{'type': 'integer'}, {'type': 'number'}]}", ".oneOf", "apart");
        refused("{'allOf': [{}, {}]}", ".allOf", "one schema");
        refused("{'anyOf': [{'type': 'integer'}], 'minimum': 1}", ".minimum", "beside");
        refused("{'$ref': 'https://example.com/s'}", ".$ref", "out of the document");
        refused("{'$ref': '#/$defs/none'}", ".$ref", "nowhere");
        refused("{'type': 'object', 'required': ['a'], 'additionalProperties': false}", ".required", "no property");
        refused("{'type': 'thing'}", ".type", "unknown");
        refused("{'properties': {'a': false}}", ".properties.a", "must be an object");
        refused("[]", "", "must be an object");
        refused("{'type': ", "", "no JSON");
        refused("{'a': 1, 'a': 2}", "", "twice");
        refused("{'items': ".repeat(40) + "{}" + "}".repeat(40), "", "deeper than 32");
    }

    @Test
    void schema_tooManyRules_isRefused() {
        StringBuilder properties = new StringBuilder();
        StringBuilder required = new StringBuilder();
        for (int i = 0; i < 6_000; i++) {
            properties.append(i == 0 ? "" : ", ").append("'p").append(i).append("': {'type': 'null'}");
            required.append(i == 0 ? "" : ", ").append("'p").append(i).append("'");
        }
        refused("{'properties': {" + properties + "}, 'required': [" + required + "]}", "", "16384 grammar rules");
        String long2000 = "{'type': 'string', 'maxLength': 2000}";
        schema("{'properties': {'a': " + long2000 + ", 'b': " + long2000 + "}}")
                .takes("{'a': 'x'}")
                .refuses("{'a': 1}");
        refused("{'anyOf': [" + (long2000 + ", ").repeat(9) + long2000 + "]}", "", "16384 grammar rules");
    }

    @Test
    void schema_alternativesThatBeginAlikeAndNest_areRefused() {
        // From the smallest up, so that none is deep: without a bound, ways that double sixty times.
        StringBuilder doubling = new StringBuilder("'a0': {'type': 'null'}");
        StringBuilder upwards = new StringBuilder("{'$ref': '#/$defs/a0'}");
        for (int k = 1; k <= 60; k++) {
            String before = "{'$ref': '#/$defs/a" + (k - 1) + "'}";
            doubling.append(", 'a" + k + "': {'anyOf': [" + before + ", " + before + "]}");
            upwards.append(", {'$ref': '#/$defs/a" + k + "'}");
        }
        refused("{'$defs': {" + doubling + "}, 'anyOf': [" + upwards + "]}", ".$defs.a", "begin alike");

        String array = "{'type': 'array', 'minItems': 1, 'items': {'$ref': '#/$defs/L'}}";
        refused(
                "{'$defs': {'L': {'anyOf': [" + array + ", " + array + ", {'type': 'null'}]}}, '$ref': '#/$defs/L'}",
                ".$defs.L.anyOf",
                "begin alike");

        String truth =
                "{'type': 'object', 'properties': {'f': %s, 'n': {'$ref': '#/$defs/E'}}, 'required': ['f', 'n']}";
        refused(
                "{'$defs': {'E': {'anyOf': [" + truth.formatted("{'type': 'boolean'}") + ", "
                        + truth.formatted("{'const': true}") + ", {'type': 'null'}]}}, '$ref': '#/$defs/E'}",
                ".$defs.E.anyOf",
                "begin alike");

        // Each nests in itself and in the one before: two ways at every level.
        StringBuilder chain = new StringBuilder("'L0': {'type': 'null'}");
        StringBuilder fields = new StringBuilder("'a0': {'$ref': '#/$defs/L0'}");
        String some = "{'type': 'array', 'minItems': 1, 'items': {'$ref': '#/$defs/L%d'}}";
        for (int k = 1; k <= 40; k++) {
            chain.append(", 'L" + k + "': {'anyOf': [" + some.formatted(k) + ", " + some.formatted(k - 1) + "]}");
            fields.append(", 'a" + k + "': {'$ref': '#/$defs/L" + k + "'}");
        }
        refused(
                "{'$defs': {" + chain + "}, 'type': 'object', 'properties': {" + fields + "}}",
                ".$defs.L2.anyOf",
                "begin alike");

        StringBuilder values = new StringBuilder("'v0'");
        for (int i = 1; i < 1_100; i++) {
            values.append(", 'v").append(i).append("'");
        }
        String ofValues = "{'type': 'array', 'minItems': 1, 'items': {'enum': [" + values + "]}}";
        schema(ofValues).takes("['v17', 'v3']").refuses("['w']");
        refused("{'anyOf': [" + ofValues + ", " + ofValues + "]}", ".anyOf", "2000 values");

        // Round a cycle through a schema that was finished before: the arrays are two ways at every turn.
        String nullable = "{'anyOf': [{'$ref': '#/$defs/%s'}, {'type': 'null'}]}";
        String twice = "{'type': 'array', 'minItems': 1, 'items': {'$ref': '#/$defs/Y'}}";
        refused(
                "{'$defs': {'O': {'type': 'object', 'properties': {'w': " + nullable.formatted("W")
                        + ", 'e': {'anyOf': ["
                        + twice + ", " + twice
                        + ", {'type': 'null'}]}}, 'required': ['w', 'e']}, 'W': {'type': 'object',"
                        + " 'properties': {'y': " + nullable.formatted("Y") + ", 'o': " + nullable.formatted("O")
                        + "}, 'required': ['y', 'o']}, 'Y': {'type': 'object', 'properties': {'w': "
                        + nullable.formatted("W") + "}, 'required': ['w']}}, '$ref': '#/$defs/O'}",
                ".$defs.O.properties.e.anyOf",
                "begin alike");

        StringBuilder optional = new StringBuilder("'p0': true");
        for (int i = 1; i < 600; i++) {
            optional.append(", 'p").append(i).append("': true");
        }
        refused("{'type': 'object', 'properties': {" + optional + "}}", "", "begin alike");
    }

    @Test
    void schema_alternativesThatAreToldApart_mayNestAsDeepAsTheyLike() {
        String node =
                "{'type': 'object', 'properties': {'value': {'type': 'integer'}, 'next': {'anyOf': [{'$ref': '#/$defs/N'},"
                        + " {'type': 'null'}]}}, 'required': ['value', 'next']}";
        schema("{'$defs': {'N': " + node + "}, '$ref': '#/$defs/N'}")
                .takes("{'value': 1, 'next': {'value': 2, 'next': null}}")
                .refuses("{'value': 1, 'next': 2}");

        String binary = "{'type': 'object', 'properties': {'op': {'const': 'add'}, 'left': {'$ref': '#/$defs/E'},"
                + " 'right': {'$ref': '#/$defs/E'}}, 'required': ['op', 'left', 'right']}";
        String negation = "{'type': 'object', 'properties': {'op': {'const': 'neg'}, 'of': {'$ref': '#/$defs/E'}},"
                + " 'required': ['op', 'of']}";
        schema("{'$defs': {'E': {'anyOf': [" + binary + ", " + negation
                        + ", {'type': 'number'}]}}, '$ref': '#/$defs/E'}")
                .takes("{'op': 'add', 'left': {'op': 'neg', 'of': 1}, 'right': 2}")
                .refuses("{'op': 'neg', 'left': 1, 'right': 2}");

        // The union written out at each use, as libraries do.
        String union = "{'anyOf': [{'$ref': '#/$defs/Add'}, {'$ref': '#/$defs/Neg'}, {'type': 'number'}]}";
        schema("{'$defs': {'Add': {'type': 'object', 'properties': {'op': {'const': 'add'}, 'left': " + union
                        + ", 'right': " + union + "}, 'required': ['op', 'left', 'right']}, 'Neg': {'type': 'object',"
                        + " 'properties': {'op': {'const': 'neg'}, 'of': " + union + "}, 'required': ['op', 'of']}}, "
                        + union.substring(1))
                .takes("{'op': 'add', 'left': {'op': 'neg', 'of': 1}, 'right': 2}")
                .refuses("{'op': 'neg', 'left': 1, 'right': 2}");

        String json = "{'anyOf': [{'type': 'string'}, {'type': 'number'}, {'type': 'boolean'}, {'type': 'null'},"
                + " {'type': 'array', 'items': {'$ref': '#/$defs/J'}},"
                + " {'type': 'object', 'additionalProperties': {'$ref': '#/$defs/J'}}]}";
        schema("{'$defs': {'J': " + json + "}, '$ref': '#/$defs/J'}")
                .takes("[1, {'a': [true, null]}, 'x']")
                .refuses("{'a': ]}");
    }

    @Test
    void schema_recordsThatBeginAlike_mayHaveLargeEnumerations() {
        StringBuilder values = new StringBuilder("'v0'");
        for (int i = 1; i < 300; i++) {
            values.append(", 'v").append(i).append("'");
        }
        String record = "{'type': 'object', 'properties': {'id': {'type': 'integer'}, '%s': {'enum': [" + values
                + "]}}, 'required': ['id', '%s']}";
        schema("{'anyOf': [" + record.formatted("a", "a") + ", " + record.formatted("b", "b") + ", "
                        + record.formatted("c", "c") + "]}")
                .takes("{'id': 1, 'b': 'v299'}")
                .refuses("{'id': 1, 'd': 'v1'}");
    }

    @Test
    void jsonObject_takesAnyObjectOnly() {
        OutputGrammar.Ruled ruled =
                assertInstanceOf(OutputGrammar.Ruled.class, outcome(new ResponseFormat.JsonObject()));
        Gbnf grammar = new Gbnf(ruled.rule().grammar());
        assertTrue(grammar.matches("{\"a\": [1, \"b\", {}]}"));
        assertFalse(grammar.matches("[1]"));
        assertFalse(grammar.matches("{\"a\": }"));
    }

    private static OutputGrammar.Outcome outcome(ResponseFormat format) {
        return OutputGrammar.of(
                new Conversation(List.of(new ConversationMessage(ChatRole.USER, "Hi")), ToolUse.NONE, format),
                Optional.empty(),
                SchemaLimits.DEFAULT);
    }

    private static Checked schema(String schema) {
        OutputGrammar.Outcome outcome = outcome(new ResponseFormat.JsonSchema(quoted(schema)));
        OutputGrammar.Ruled ruled = assertInstanceOf(OutputGrammar.Ruled.class, outcome, () -> schema + ": " + outcome);
        return new Checked(new Gbnf(ruled.rule().grammar()), schema);
    }

    private static void refused(String schema, String field, String reason) {
        OutputGrammar.Outcome outcome = outcome(new ResponseFormat.JsonSchema(quoted(schema)));
        OutputGrammar.Unsupported unsupported =
                assertInstanceOf(OutputGrammar.Unsupported.class, outcome, () -> schema + " was taken");
        assertTrue(unsupported.reason().contains(reason), unsupported::reason);
        assertTrue(unsupported.field().startsWith("response_format.json_schema.schema" + field), unsupported::field);
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }

    private record Checked(Gbnf grammar, String schema) {

        Checked takes(String... texts) {
            for (String text : texts) {
                assertTrue(grammar.matches(quoted(text)), () -> schema + " should take " + text);
            }
            return this;
        }

        void refuses(String... texts) {
            for (String text : texts) {
                assertFalse(grammar.matches(quoted(text)), () -> schema + " should refuse " + text);
            }
        }
    }
}
