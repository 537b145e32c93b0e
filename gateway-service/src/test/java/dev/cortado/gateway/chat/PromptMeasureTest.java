package dev.cortado.gateway.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PromptMeasureTest {

    private static ChatMessage user(String... texts) {
        return new ChatMessage(Role.USER, List.of(texts), "");
    }

    @Test
    void bytes_areUtf8OfAllTextsAndNames() {
        PromptMeasure measure = PromptMeasure.of(
                List.of(user("a", "\u00E9"), new ChatMessage(Role.USER, List.of("\uD83D\uDE00"), "bob")));
        assertEquals(1 + 2 + 4 + 3, measure.bytes());
        assertEquals(2, measure.messageCount());
    }

    @Test
    void sample_ofAShortPrompt_isAllOfIt() {
        assertEquals(
                "hello\nworld\n",
                PromptMeasure.of(List.of(user("hello"), user("world"))).sample());
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
            String sample = PromptMeasure.of(List.of(user(text.toString()))).sample();
            byte[] bytes = sample.getBytes(StandardCharsets.UTF_8);
            assertTrue(bytes.length <= PromptMeasure.SAMPLE_BYTES_MAX);
            assertEquals(sample, new String(bytes, StandardCharsets.UTF_8));
            assertTrue(sample.startsWith("HEAD") && sample.endsWith("TAIL\n"));
        }
    }
}
