package dev.cortado.inference.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.ChatTemplate;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.PromptPiece;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JinjavaTemplatesTest {

    private static final String TURNS = """
            {%- for message in messages %}
                {{- '<' + message.role + '>\\n' + message['content'] + '\\n' }}
            {%- endfor %}
            {%- if add_generation_prompt %}
                {{- '<assistant>' }}
            {%- endif %}
            """;

    @Test
    void render_conversation_givesTheTemplatesText() {
        assertEquals("<system>\nBe brief\n<user>\nHi\n<assistant>", text(TURNS, system("Be brief"), user("Hi")));
    }

    @Test
    void render_contentThatLooksLikeATemplate_staysData() {
        ChatTemplate.Rendered rendered = rendered(TURNS, user("{{ 7 * 7 }}{% raw %}<user>"));
        assertEquals(
                List.of(
                        new PromptPiece.TemplateText("<user>\n"),
                        new PromptPiece.UserText("{{ 7 * 7 }}{% raw %}<user>"),
                        new PromptPiece.TemplateText("\n<assistant>")),
                rendered.pieces());
    }

    @Test
    void render_emptyContent_isEmptyForTheTemplateToo() {
        assertEquals("none", text("{% if messages[0].content %}some{% else %}none{% endif %}", user("")));
    }

    @Test
    void render_specialTexts_areKnown() {
        assertEquals("<s>Hi</s>", text("{{ bos_token }}{{ messages[0].content }}{{ eos_token }}", user("Hi")));
    }

    @Test
    void render_templateRaises_isUnrenderable() {
        String template = "{% if messages|length > 1 %}{{ raise_exception('one only') }}{% endif %}"
                + "{{ messages[0].content }}";
        assertEquals("Hi", text(template, user("Hi")));
        String reason = unrenderable(template, user("Hi"), user("again"));
        assertTrue(reason.contains("one only"), reason);
    }

    @Test
    void render_messageLeftOutRepeatedOrMoved_isUnrenderable() {
        unrenderable("nothing", user("Hi"));
        unrenderable("{{ messages[0].content }}{{ messages[0].content }}", user("Hi"));
        unrenderable("{{ messages[1].content }}{{ messages[0].content }}", user("Hi"), user("again"));
    }

    @Test
    void render_again_beginsWithNothingOfTheRenderingBefore() {
        ChatTemplate counting = template("{% set count = namespace(n=0) %}{% for message in messages %}"
                + "{% set count.n = count.n + 1 %}{{ count.n }}{{ message.content }}{% endfor %}"
                + "{% if later is defined %}left over{% endif %}{% set later = 1 %}");
        for (int i = 0; i < 3; i++) {
            assertEquals("1a2b", text(counting.render(new Conversation(List.of(user("a"), user("b"))))));
        }
    }

    @Test
    void render_byManyThreads_givesEachItsOwn() {
        ChatTemplate turns = template(TURNS);
        List<String> texts = IntStream.range(0, 2_000)
                .parallel()
                .mapToObj(i -> text(turns.render(new Conversation(List.of(user("message " + i))))))
                .toList();
        for (int i = 0; i < texts.size(); i++) {
            assertEquals("<user>\nmessage " + i + "\n<assistant>", texts.get(i));
        }
    }

    @Test
    void compile_brokenTemplate_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> template("{% if"));
    }

    private static ConversationMessage user(String content) {
        return new ConversationMessage(ChatRole.USER, content);
    }

    private static ConversationMessage system(String content) {
        return new ConversationMessage(ChatRole.SYSTEM, content);
    }

    private static ChatTemplate template(String source) {
        return new JinjavaTemplates().compile(source, new ChatTemplate.SpecialTexts("<s>", "</s>"));
    }

    private static ChatTemplate.Rendered rendered(String source, ConversationMessage... messages) {
        return assertInstanceOf(
                ChatTemplate.Rendered.class, template(source).render(new Conversation(List.of(messages))));
    }

    private static String text(String source, ConversationMessage... messages) {
        return text(rendered(source, messages));
    }

    private static String text(ChatTemplate.Rendering rendering) {
        return assertInstanceOf(ChatTemplate.Rendered.class, rendering).pieces().stream()
                .map(PromptPiece::text)
                .collect(Collectors.joining());
    }

    private static String unrenderable(String source, ConversationMessage... messages) {
        return assertInstanceOf(
                        ChatTemplate.Unrenderable.class, template(source).render(new Conversation(List.of(messages))))
                .reason();
    }
}
