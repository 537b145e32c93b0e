package dev.cortado.gateway.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.gateway.fake.ChatRequests;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PromptMeasureTest {

    private static final int SAMPLE_BYTES_MAX = 8192;

    private static PromptMeasure saying(String... texts) {
        return measure(
                Tools.NONE,
                Stream.of(texts).map(text -> ChatMessage.of(Role.USER, text)).toArray(ChatMessage[]::new));
    }

    private static PromptMeasure measure(Tools tools, ChatMessage... messages) {
        return PromptMeasure.of(ChatRequests.of(tools, messages), SAMPLE_BYTES_MAX);
    }

    @Test
    void bytes_areUtf8OfAllTexts() {
        PromptMeasure measure = measure(
                Tools.NONE, ChatMessage.of(Role.USER, "a", "\u00E9"), ChatMessage.of(Role.USER, "\uD83D\uDE00"));
        assertEquals(1 + 2 + 4, measure.bytes());
        assertEquals(2, measure.messageCount());
    }

    @Test
    void bytes_coverDeclaredFunctionsAndCalls_asTheyStandInJson() {
        String schema = "{\"type\":\"object\"}";
        ToolDefinition tool = new ToolDefinition("look_up", "Says \"hi\".\n", schema, false);
        PromptMeasure declared = measure(new Tools(List.of(tool, tool), new ToolChoice.Auto(), null));
        int longest = "look_upSays \\\"hi\\\".\\u000A".length() + schema.length();
        assertEquals(2L * longest, declared.bytes());
        assertEquals(2, declared.toolCount());

        ToolCall call = new ToolCall("call_1", "look_up", "{\"id\":7}");
        PromptMeasure called = measure(Tools.NONE, new ChatMessage(Role.ASSISTANT, List.of(), List.of(call), ""));
        assertEquals("call_1look_up{\"id\":7}".length(), called.bytes());
        assertEquals(1, called.toolCount());
        assertEquals(
                "7call_1".length(),
                measure(Tools.NONE, new ChatMessage(Role.TOOL, List.of("7"), List.of(), "call_1"))
                        .bytes());
    }

    @Test
    void sample_isTheInstructionsAndTheLastQuestion() {
        assertEquals(
                "hello\nworld",
                measure(Tools.NONE, ChatMessage.of(Role.USER, "hello", "world")).sample());
        assertEquals("world", saying("hello", "world").sample());
        assertEquals(
                "Be brief.\nWhy?",
                measure(
                                Tools.NONE,
                                ChatMessage.of(Role.SYSTEM, "Be brief."),
                                ChatMessage.of(Role.USER, "Where is Peru?"),
                                ChatMessage.of(Role.ASSISTANT, "In South America."),
                                ChatMessage.of(Role.USER, "Why?"),
                                new ChatMessage(Role.TOOL, List.of("7"), List.of(), "call_1"))
                        .sample());
        assertEquals(
                "Hi.", measure(Tools.NONE, ChatMessage.of(Role.SYSTEM, "Hi.")).sample());
    }

    @Test
    void sample_ofALongPrompt_isHeadAndTail_wholeCharacters_withinTheBound() {
        Random random = new Random(7);
        for (int run = 0; run < 200; run++) {
            String question = "HEAD" + text(random) + "TAIL";
            assertBounded(saying(question).sample(), "HEAD");
            assertBounded(
                    measure(
                                    Tools.NONE,
                                    ChatMessage.of(Role.SYSTEM, "RULES" + text(random)),
                                    ChatMessage.of(Role.USER, question))
                            .sample(),
                    "RULES");
        }
    }

    private static void assertBounded(String sample, String beginning) {
        byte[] bytes = sample.getBytes(StandardCharsets.UTF_8);
        assertTrue(bytes.length <= SAMPLE_BYTES_MAX);
        assertEquals(sample, new String(bytes, StandardCharsets.UTF_8));
        assertTrue(sample.startsWith(beginning) && sample.contains("HEAD") && sample.endsWith("TAIL"));
    }

    @Test
    void sample_withoutRoom_isEmpty() {
        assertEquals("", PromptSample.of(List.of(ChatMessage.of(Role.USER, "hello")), 0));
        assertEquals(
                "",
                PromptSample.of(List.of(ChatMessage.of(Role.SYSTEM, "Be brief."), ChatMessage.of(Role.USER, "hi")), 0));
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(12_000);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(random.nextBoolean() ? 'a' : random.nextBoolean() ? 0x20AC : 0x1F600);
        }
        return text.toString();
    }
}
