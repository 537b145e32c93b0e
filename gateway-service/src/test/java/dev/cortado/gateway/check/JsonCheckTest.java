package dev.cortado.gateway.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonCheckTest {

    private static final String PERSON = """
            {"type": "object", "required": ["name", "age"], "additionalProperties": false, "properties": {
              "name": {"type": "string", "minLength": 1, "maxLength": 5},
              "age": {"type": "integer", "minimum": 0, "exclusiveMaximum": 150},
              "role": {"enum": ["cook", "baker", null]},
              "tags": {"type": "array", "items": {"type": ["string", "null"]}, "maxItems": 2},
              "boss": {"$ref": "#"}}}""";

    @Test
    void anyJson_isKeptWithoutASchema() {
        assertInstanceOf(Judgement.Kept.class, new JsonCheck().judge(" {\"a\": [1, 2.5e3, \"\\u00e9\"]} ", ""));
        assertEquals(new Judgement.Broken("is not JSON"), new JsonCheck().judge("```json\n{}\n```", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\": \"Ada\", \"age\": 36}|",
                "{\"name\": \"Ada\", \"age\": 36.0, \"role\": null, \"tags\": [\"x\", null]}|",
                "{\"name\": \"Ada\", \"age\": 36, \"boss\": {\"name\": \"Bo\", \"age\": 60}}|",
                "[1]|is not of the schema's type",
                "{\"name\": \"Ada\"}|lacks the member 'age'",
                "{\"name\": \"\", \"age\": 1}|has a text of 0 characters, which the schema does not allow at /name",
                "{\"name\": \"Ada\", \"age\": 1.5}|is not of the schema's type at /age",
                "{\"name\": \"Ada\", \"age\": -1}|has a number that the schema does not allow at /age",
                "{\"name\": \"Ada\", \"age\": 150}|has a number that the schema does not allow at /age",
                "{\"name\": \"Ada\", \"age\": 1, \"role\": \"judge\"}|has another value than the schema lists at /role",
                "{\"name\": \"Ada\", \"age\": 1, \"tags\": [1]}|is not of the schema's type at /tags/0",
                "{\"name\": \"Ada\", \"age\": 1, \"tags\": [null, null, null]}|has 3 items, which the schema does not allow at /tags",
                "{\"name\": \"Ada\", \"age\": 1, \"x\": 1}|has a value where the schema allows none at /x",
                "{\"name\": \"Ada\", \"age\": 1, \"boss\": {}}|lacks the member 'name' at /boss"
            })
    void schema_isHeldTo(String answer, String why) {
        Judgement expected = why == null ? new Judgement.Kept() : new Judgement.Broken(why);

        assertEquals(expected, new JsonCheck(PERSON).judge(answer, ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"anyOf\": [{\"type\": \"string\"}, {\"const\": 1}]}|1.0|true",
                "{\"anyOf\": [{\"type\": \"string\"}, {\"const\": 1}]}|2|false",
                "{\"oneOf\": [{\"minimum\": 1}, {\"minimum\": 2}]}|1|true",
                "{\"oneOf\": [{\"minimum\": 1}, {\"minimum\": 2}]}|3|false",
                "{\"allOf\": [{\"minimum\": 1}, {\"maximum\": 2}]}|3|false",
                "{\"const\": {\"a\": [1, {}]}}|{\"a\": [1.0, {}]}|true",
                "{\"const\": {\"a\": [1, {}]}}|{\"a\": [1.0]}|false",
                "{\"$ref\": \"#/$defs/a\", \"$defs\": {\"a\": {\"type\": \"null\"}}}|null|true",
                "{\"$ref\": \"#/$defs/a\", \"$defs\": {\"a\": {\"type\": \"null\"}}}|0|false",
                "{\"$ref\": \"#\"}|0|false",
                "false|0|false"
            })
    void combinations_areHeldTo(String schema, String answer, boolean isKept) {
        assertEquals(!isKept, new JsonCheck(schema).judge(answer, "").isBroken());
    }

    @Test
    void schemaThatTakesTooLong_isUndecided() {
        StringBuilder nested = new StringBuilder("{\"$ref\": \"#/$defs/d0\", \"$defs\": {");
        for (int depth = 0; depth < 40; depth++) {
            String next = "{\"$ref\": \"#/$defs/d" + (depth + 1) + "\"}";
            nested.append("\"d%d\": {\"anyOf\": [%s, %s]}, ".formatted(depth, next, next));
        }
        JsonCheck check = new JsonCheck(nested.append("\"d40\": false}}").toString());

        assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertEquals(new Judgement.Undecided(), check.judge("1", "")));
    }

    @Test
    void listedTypesThatTakeTooLong_areUndecided() {
        AnswerCheck check = new JsonCheck("{\"items\": {\"type\": [" + "\"null\", ".repeat(200) + "\"integer\"]}}");
        assertEquals(new Judgement.Undecided(), check.judge("[" + "1, ".repeat(1_000) + "1]", ""));
    }

    @Test
    void listedValuesThatTakeTooLong_areUndecided() {
        String values = "1, ".repeat(10_000);
        JsonCheck check = new JsonCheck("{\"items\": {\"enum\": [" + values + "2]}}");

        assertEquals(new Judgement.Undecided(), check.judge("[" + "2, ".repeat(10_000) + "2]", ""));
        assertEquals(new Judgement.Kept(), check.judge("[1, 2, 1, 2]", ""));
    }

    @Test
    void largeAnswer_isJudged() {
        JsonCheck check = new JsonCheck("{\"items\": " + PERSON.replace("\"#\"", "\"#/items\"") + "}");
        String person = "{\"name\": \"Ada\", \"age\": 36, \"role\": \"cook\", \"tags\": [\"x\", \"y\"]}";

        String answer = "[" + (person + ", ").repeat(4_999);
        assertEquals(new Judgement.Kept(), check.judge(answer + person + "]", ""));
        assertEquals(new Judgement.Broken("lacks the member 'name' at /4999"), check.judge(answer + "{}]", ""));
    }

    @Test
    void schemaThatIsNoJson_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new JsonCheck("{"));
    }
}
