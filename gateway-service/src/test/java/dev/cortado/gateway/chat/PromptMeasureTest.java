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

    private static PromptMeasure saying(String... texts) {
        return measure(
                Tools.NONE,
                Stream.of(texts).map(text -> ChatMessage.of(Role.USER, text)).toArray(ChatMessage[]::new));
    }

    private static PromptMeasure measure(Tools tools, ChatMessage... messages) {
        return PromptMeasure.of(ChatRequests.of(tools, messages));
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
    void sample_ofAShortPrompt_isAllOfIt() {
        assertEquals("hello\nworld\n", saying("hello", "world").sample());
    }

    @Test
    void sample_ofALongPrompt_isHeadAndTail_wholeCharacters_withinTheBound() {
        Random random = new Random(7);
        for (int run = 0; run < 200; run++) {
            StringBuilder text = new StringBuilder("HEAD");
            int length = random.nextInt(12_000);
            for (int i = 0; i < length; i++) {
                text.appendCodePoint(random.nextBoolean() ? 'a' : random.nextBoolean() ? 0x20AC : 0x1F600);
            }
            text.append("TAIL");
            String sample = saying(text.toString()).sample();
            byte[] bytes = sample.getBytes(StandardCharsets.UTF_8);
            assertTrue(bytes.length <= PromptMeasure.SAMPLE_BYTES_MAX);
            assertEquals(sample, new String(bytes, StandardCharsets.UTF_8));
            assertTrue(sample.startsWith("HEAD") && sample.endsWith("TAIL\n"));
        }
    }
}
