package dev.cortado.inference.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.OutputRule;
import dev.cortado.inference.engine.ResponseFormat;
import dev.cortado.inference.engine.Tool;
import dev.cortado.inference.engine.ToolCallShape;
import dev.cortado.inference.engine.ToolUse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ToolGrammarTest {

    private static final int TRIGGER = 77;
    private static final ToolCallShape SHAPE =
            new ToolCallShape("<call>\n{\"name\": \"", "\", \"arguments\": ", "}\n</call>", "\n");
    private static final Tool ADD = new Tool(
            "add",
            "",
            "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"integer\"}}, \"required\": [\"a\"]}",
            false);
    private static final Tool LOOK = new Tool("look", "", "", false);
    private static final String ADD_1 = "<call>\n{\"name\": \"add\", \"arguments\": {\"a\": 1}}\n</call>";
    private static final String LOOK_UP = "<call>\n{\"name\": \"look\", \"arguments\": {\"at\": \"x\"}}\n</call>";

    @Test
    void rule_free_holdsFromTheTokenThatBeginsACall() {
        OutputRule rule = rule(new ToolUse.Choice.Free(), true, new ResponseFormat.Text());

        assertEquals(TRIGGER, rule.trigger());
        takes(rule, ADD_1, LOOK_UP, ADD_1 + "\n" + LOOK_UP);
        refuses(rule, "Hi", ADD_1.replace("1", "\"x\""), ADD_1 + LOOK_UP);
    }

    @Test
    void rule_required_holdsFromTheStart() {
        OutputRule rule = rule(new ToolUse.Choice.Required(), false, new ResponseFormat.Text());

        assertEquals(OutputRule.FROM_START, rule.trigger());
        takes(rule, ADD_1, LOOK_UP);
        refuses(rule, "Hi", ADD_1 + "\n" + LOOK_UP);
    }

    @Test
    void rule_oneFunction_takesThatOnly() {
        OutputRule rule = rule(new ToolUse.Choice.Named("look"), true, new ResponseFormat.Text());

        takes(rule, LOOK_UP);
        refuses(rule, ADD_1, LOOK_UP + "\n" + LOOK_UP);
    }

    @Test
    void rule_freeBesideAFormat_takesEither() {
        OutputRule rule = rule(new ToolUse.Choice.Free(), true, new ResponseFormat.JsonObject());

        takes(rule, ADD_1, "{\"x\": 1}");
        refuses(rule, "Hi");
    }

    @Test
    void rule_schemaThatIsNotServed_isRefusedWhereStrictAndAnyObjectElse() {
        String schema = "{\"properties\": {\"n\": {\"$ref\": \"#\"}, \"p\": {\"pattern\": \"x\"}}}";
        ToolUse.Choice required = new ToolUse.Choice.Required();

        OutputGrammar.Ruled loose = assertInstanceOf(
                OutputGrammar.Ruled.class,
                outcome(List.of(new Tool("f", "", schema, false)), required, true, new ResponseFormat.Text()));
        takes(loose.rule(), "<call>\n{\"name\": \"f\", \"arguments\": {\"any\": 1}}\n</call>");
        OutputGrammar.Unsupported strict = assertInstanceOf(
                OutputGrammar.Unsupported.class,
                outcome(List.of(LOOK, new Tool("f", "", schema, true)), required, true, new ResponseFormat.Text()));
        assertEquals("tools[1].function.parameters.properties.p.pattern", strict.field());
    }

    @Test
    void rule_modelWithoutTools_refusesThem() {
        Conversation conversation = new Conversation(
                List.of(new ConversationMessage(ChatRole.USER, "Hi")),
                new ToolUse(List.of(LOOK), new ToolUse.Choice.Free(), true),
                new ResponseFormat.Text());
        assertEquals(
                "tools",
                assertInstanceOf(
                                OutputGrammar.Unsupported.class,
                                OutputGrammar.of(conversation, Optional.empty(), SchemaLimits.DEFAULT))
                        .field());
    }

    private static OutputRule rule(ToolUse.Choice choice, boolean several, ResponseFormat format) {
        return assertInstanceOf(OutputGrammar.Ruled.class, outcome(List.of(ADD, LOOK), choice, several, format))
                .rule();
    }

    private static OutputGrammar.Outcome outcome(
            List<Tool> tools, ToolUse.Choice choice, boolean several, ResponseFormat format) {
        return OutputGrammar.of(
                new Conversation(
                        List.of(new ConversationMessage(ChatRole.USER, "Hi")),
                        new ToolUse(tools, choice, several),
                        format),
                Optional.of(new OutputGrammar.CallMarks(SHAPE, TRIGGER)),
                SchemaLimits.DEFAULT);
    }

    private static void takes(OutputRule rule, String... texts) {
        for (String text : texts) {
            assertTrue(new Gbnf(rule.grammar()).matches(text), text);
        }
    }

    private static void refuses(OutputRule rule, String... texts) {
        for (String text : texts) {
            assertFalse(new Gbnf(rule.grammar()).matches(text), text);
        }
    }
}
