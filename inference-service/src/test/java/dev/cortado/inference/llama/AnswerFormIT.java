package dev.cortado.inference.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.Engine;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.ResponseFormat;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.Tool;
import dev.cortado.inference.engine.ToolCall;
import dev.cortado.inference.engine.ToolUse;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Grammars, choices, bias and likelihoods by the real library.
class AnswerFormIT {

    private static final String SCHEMA = """
            {"type": "object", "additionalProperties": false,
             "properties": {
               "name": {"type": "string", "minLength": 1, "maxLength": 12},
               "age": {"type": "integer", "minimum": 18, "maximum": 99},
               "kind": {"enum": ["cat", "dog", "fish"]},
               "tags": {"type": "array", "items": {"type": "string", "maxLength": 8}, "minItems": 1, "maxItems": 3}},
             "required": ["name", "age", "kind", "tags"]}""";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static Engine small;

    @BeforeAll
    static void load() {
        small = RealEngines.load(RealEngines.SMALL, 512, 4);
    }

    @AfterAll
    static void close() {
        small.close();
    }

    @Test
    void schema_anySeedAtAnyTemperature_isKeptTo() throws Exception {
        Set<String> seen = new HashSet<>();
        for (int seed = 0; seed < 6; seed++) {
            Sampling sampling = new Sampling(1, 1, OptionalLong.of(seed), 0, 0, Map.of(), OptionalInt.empty(), 4);
            Answer answer = Answer.to(small, asked("Describe a pet.", schema(SCHEMA)), sampling, 160);
            for (String text : answer.texts()) {
                keepsToTheSchema(text);
                seen.add(text);
            }
            assertEquals(StopCause.STOP, answer.generated().cause());
        }
        assertTrue(seen.size() > 12, () -> "all but the same: " + seen);
    }

    private static void keepsToTheSchema(String text) throws Exception {
        JsonNode pet = JSON.readTree(text);
        assertEquals(4, pet.size(), text);
        int length = pet.get("name")
                .asText()
                .codePointCount(0, pet.get("name").asText().length());
        assertTrue(length >= 1 && length <= 12, text);
        assertTrue(
                pet.get("age").isInt()
                        && pet.get("age").asInt() >= 18
                        && pet.get("age").asInt() <= 99,
                text);
        assertTrue(Set.of("cat", "dog", "fish").contains(pet.get("kind").asText()), text);
        assertTrue(pet.get("tags").size() >= 1 && pet.get("tags").size() <= 3, text);
    }

    @Test
    void jsonObject_cutByLengthOrStop_endsThere() throws Exception {
        Conversation asked = asked("Say hello.", new ResponseFormat.JsonObject());
        Answer cut = Answer.to(small, asked, Sampling.greedy(), 3);
        assertEquals(StopCause.LENGTH, cut.generated().cause());
        assertTrue(cut.text().startsWith("{"), cut.text());
        Answer stopped = Answer.to(small, asked, Sampling.greedy(), 60, ":");
        assertEquals(StopCause.STOP, stopped.generated().cause());
        assertTrue(!stopped.text().contains(":"), stopped.text());
    }

    @Test
    void schema_thatNoGrammarComesOf_isRefusedAndTheEngineGoesOn() throws Exception {
        for (String schema : List.of(
                "{\"$ref\": \"#\"}",
                "{\"anyOf\": [{\"$ref\": \"#\"}, {\"type\": \"null\"}]}",
                "{\"type\": \"string\", \"pattern\": \"a\"}")) {
            assertInstanceOf(PromptPreparation.Unsupported.class, small.prepare(asked("Hi", schema(schema))), schema);
        }
        assertTrue(!Answer.to(small, asked("Hi", new ResponseFormat.Text()), Sampling.greedy(), 4)
                .text()
                .isEmpty());
    }

    @Test
    void choices_ofOneSeed_differAndRepeat_afterOnePrefill() throws Exception {
        Sampling three = new Sampling(1, 1, OptionalLong.of(5), 0, 0, Map.of(), OptionalInt.empty(), 3);
        Conversation asked = asked("Tell me a story.", new ResponseFormat.Text());
        Answer first = Answer.to(small, asked, three, 16);
        Answer again = Answer.to(small, asked, three, 16);

        assertEquals(3, new HashSet<>(first.texts()).size());
        assertEquals(first.texts(), again.texts());
        int prompt = assertInstanceOf(PromptPreparation.Prepared.class, small.prepare(asked))
                .prompt()
                .size();
        assertEquals(prompt, first.generated().promptTokens().count());
        assertEquals(48, first.generated().completionTokens().count());
    }

    @Test
    void likelihoods_ofTheWholeVocabulary_sumToOne() throws Exception {
        Sampling all = new Sampling(0, 1, OptionalLong.empty(), 0, 0, Map.of(), OptionalInt.of(1 << 20), 1);
        Answer answer = Answer.to(small, asked("Hi", new ResponseFormat.Text()), all, 2);

        assertEquals(2, answer.tokens().size());
        answer.tokens().forEach(token -> {
            double sum = token.top().stream()
                    .mapToDouble(likely -> Math.exp(likely.logarithm()))
                    .sum();
            assertEquals(1, sum, 1e-6);
            assertEquals(token.top().getFirst().logarithm(), token.logarithm(), 1e-9, "greedy draws the likeliest");
        });
    }

    @Test
    void logitBias_atItsEnds_bansAndForces() throws Exception {
        Conversation asked = asked("Hi", new ResponseFormat.Text());
        String free = Answer.to(small, asked, Sampling.greedy(), 1).text();
        int drawn = token(free);
        assertNotEquals(free, Answer.to(small, asked, biased(drawn, -100), 1).text());
        int other = token(" cat");
        assertEquals(" cat", Answer.to(small, asked, biased(other, 100), 1).text());
    }

    private static int token(String text) {
        PromptPreparation.Prepared prepared = assertInstanceOf(
                PromptPreparation.Prepared.class, small.prepare(asked(text, new ResponseFormat.Text())));
        PromptPreparation.Prepared without = assertInstanceOf(
                PromptPreparation.Prepared.class, small.prepare(asked("~", new ResponseFormat.Text())));
        for (int i = 0; i < prepared.prompt().size(); i++) {
            if (prepared.prompt().token(i) != without.prompt().token(i)) {
                return prepared.prompt().token(i);
            }
        }
        throw new IllegalStateException("no token of its own: " + text);
    }

    private static Sampling biased(int token, double bias) {
        return new Sampling(0, 1, OptionalLong.empty(), 0, 0, Map.of(token, bias), OptionalInt.empty(), 1);
    }

    @Test
    void tools_roundTrip_callsAndAnswers() throws Exception {
        Engine medium = RealEngines.load(RealEngines.MEDIUM, 1024, 1);
        try {
            Tool weather = new Tool(
                    "get_weather",
                    "Tells the weather of a city now.",
                    "{\"type\": \"object\", \"properties\": {\"city\": {\"type\": \"string\", \"maxLength\": 20},"
                            + " \"unit\": {\"enum\": [\"celsius\", \"kelvin\"]}}, \"required\": [\"city\", \"unit\"]}",
                    true);
            ConversationMessage question =
                    new ConversationMessage(ChatRole.USER, "What is the weather in Paris, in celsius?");
            for (ToolUse.Choice choice :
                    List.of(new ToolUse.Choice.Required(), new ToolUse.Choice.Named("get_weather"))) {
                Answer call = Answer.to(
                        medium,
                        new Conversation(
                                List.of(question),
                                new ToolUse(List.of(weather), choice, false),
                                new ResponseFormat.Text()),
                        Sampling.greedy(),
                        80);
                assertEquals(StopCause.TOOL_CALLS, call.generated().cause());
                assertEquals("", call.text());
                assertEquals(List.of("get_weather{\"city\": \"Paris\", \"unit\": \"celsius\"}"), call.calls());
            }
            Conversation answered = new Conversation(
                    List.of(
                            question,
                            new ConversationMessage(
                                    ChatRole.ASSISTANT,
                                    "",
                                    List.of(new ToolCall(
                                            "get_weather", "{\"city\": \"Paris\", \"unit\": \"celsius\"}"))),
                            new ConversationMessage(ChatRole.TOOL, "{\"temperature\": 21, \"sky\": \"clear\"}")),
                    new ToolUse(List.of(weather), new ToolUse.Choice.Free(), true),
                    new ResponseFormat.Text());
            Answer text = Answer.to(medium, answered, Sampling.greedy(), 60);
            assertTrue(text.text().contains("21"), text.text());
        } finally {
            medium.close();
        }
    }

    private static Conversation asked(String question, ResponseFormat format) {
        return new Conversation(List.of(new ConversationMessage(ChatRole.USER, question)), ToolUse.NONE, format);
    }

    private static ResponseFormat schema(String schema) {
        return new ResponseFormat.JsonSchema(schema);
    }
}
