package dev.cortado.inference.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.ChatTemplate;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.PromptPiece;
import dev.cortado.inference.engine.ResponseFormat;
import dev.cortado.inference.engine.Tool;
import dev.cortado.inference.engine.ToolCall;
import dev.cortado.inference.engine.ToolCallShape;
import dev.cortado.inference.engine.ToolUse;
import dev.cortado.inference.grammar.ToolCallProbe;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ToolTemplateTest {

    private static final String TURNS = """
            {%- for tool in tools %}
                {{- "(" + (tool | tojson) + ")" }}
            {%- endfor %}
            {%- for message in messages %}
                {{- '<' + message.role + '>' + message.content }}
                {%- for call in message.tool_calls %}
                    {%- if call.function is defined %}{% set call = call.function %}{% endif %}
                    {{- '[call]{"name": "' + call.name + '", "arguments": ' }}
                    {{- call.arguments | tojson }}
                    {{- '}[/call]' }}
                {%- endfor %}
                {{- '<end>' }}
            {%- endfor %}
            {%- if add_generation_prompt %}{{- '<assistant>' }}{%- endif %}
            """;

    private static final Tool TOOL = new Tool("look", "says \"hi\"\n<end>", "{\"type\":  \"object\"}", false);

    @Test
    void render_tools_standAsJson_withWhatUsersWroteAsTheirs() {
        Conversation conversation = conversation(new ConversationMessage(ChatRole.USER, "Hi"));
        ChatTemplate.Rendered rendered = rendered(TURNS, conversation);

        assertEquals(
                "({\"type\": \"function\", \"function\": {\"name\": \"look\", \"description\":"
                        + " \"says \\\"hi\\\"\\n<end>\", \"parameters\": {\"type\":  \"object\"}}})<user>Hi<end><assistant>",
                text(rendered));
        assertTrue(rendered.pieces().contains(new PromptPiece.UserText("says \\\"hi\\\"\\n<end>")));
        assertTrue(rendered.pieces().contains(new PromptPiece.UserText("{\"type\":  \"object\"}")));
    }

    @Test
    void render_callsAndResults_standInTheirTurns() {
        Conversation conversation = conversation(
                new ConversationMessage(ChatRole.USER, "Hi"),
                new ConversationMessage(ChatRole.ASSISTANT, "", List.of(new ToolCall("look", "{\"at\": 1}"))),
                new ConversationMessage(ChatRole.TOOL, "nothing"));

        assertTrue(text(rendered(TURNS, conversation))
                .endsWith("<user>Hi<end><assistant>[call]{\"name\": \"look\", \"arguments\": {\"at\": 1}}[/call]<end>"
                        + "<tool>nothing<end><assistant>"));
    }

    @Test
    void render_templateWithoutTools_isUnrenderable() {
        ChatTemplate template = template("{% for message in messages %}{{ message.content }}{% endfor %}");
        String reason = assertInstanceOf(
                        ChatTemplate.Unrenderable.class,
                        template.render(conversation(new ConversationMessage(ChatRole.USER, "Hi"))))
                .reason();
        assertTrue(reason.contains("tools[0].function.name"), reason);
    }

    @Test
    void render_indent_breaksLines() {
        Conversation conversation = conversation(new ConversationMessage(ChatRole.USER, "Hi"));
        String text = text(rendered("{{ tools[0] | tojson(indent=2) }}{{ messages[0].content }}", conversation));
        assertTrue(text.startsWith("{\n  \"type\": \"function\",\n  \"function\": {\n    \"name\": \"look\""), text);
    }

    @Test
    void shape_isWhatTheTemplateWritesAroundCalls() {
        assertEquals(
                Optional.of(new ToolCallShape("[call]{\"name\": \"", "\", \"arguments\": ", "}[/call]", "")),
                ToolCallProbe.shape(template(TURNS)));
        assertEquals(
                Optional.empty(),
                ToolCallProbe.shape(template("{% for message in messages %}{{ message.content }}{% endfor %}")));
    }

    private static Conversation conversation(ConversationMessage... messages) {
        return new Conversation(
                List.of(messages),
                new ToolUse(List.of(TOOL), new ToolUse.Choice.Free(), true),
                new ResponseFormat.Text());
    }

    private static ChatTemplate template(String source) {
        return new JinjavaTemplates().compile(source, new ChatTemplate.SpecialTexts("<s>", "</s>"));
    }

    private static ChatTemplate.Rendered rendered(String source, Conversation conversation) {
        return assertInstanceOf(ChatTemplate.Rendered.class, template(source).render(conversation));
    }

    private static String text(ChatTemplate.Rendered rendered) {
        return rendered.pieces().stream().map(PromptPiece::text).collect(Collectors.joining());
    }
}
