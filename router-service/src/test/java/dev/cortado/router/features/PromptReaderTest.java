package dev.cortado.router.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptReaderTest {

    private static final TokenVectors VECTORS = TokenVectors.shipped();
    private static final PromptReader READER = new PromptReader(VECTORS);

    @Test
    void meaning_isNearerForTextsOfOneTopic() {
        float[] cat = meaning("The cat chased a mouse through the garden.");
        float[] kitten = meaning("A kitten and a dog play with a ball.");
        float[] bond = meaning("The central bank raised interest rates on bonds.");
        assertTrue(cosine(cat, kitten) > cosine(cat, bond) + .1, cosine(cat, kitten) + " and " + cosine(cat, bond));
        assertEquals(1, cosine(cat, cat), 1e-5);
    }

    @Test
    void nothing_hasFeaturesToo() {
        PromptFeatures none = READER.read("");
        assertEquals(0, cosine(none.meaning(), none.meaning()));
        assertEquals(0, none.words().length);
        assertEquals(0, none.bytes());
    }

    @Test
    void ofALongPrompt_headAndTailAreRead() {
        String head = "translate this poem ".repeat(300);
        String tail = " compute the integral".repeat(300);
        PromptFeatures one = READER.read(head + "middle words ".repeat(5_000) + tail);
        PromptFeatures other = READER.read(head + "entirely different ".repeat(9_000) + tail);
        assertArrayEquals(one.meaning(), other.meaning());
        assertArrayEquals(one.words(), other.words());
        assertTrue(one.bytes() < other.bytes());
        assertTrue(cosine(one.meaning(), meaning(head)) < .99, "the tail counts");
    }

    @Test
    void words_areCountedOnceAndWithTheirNeighbours() {
        // red, green, red-green and green-red
        assertEquals(4, READER.read("Red GREEN red, green!").words().length);
        assertArrayEquals(
                READER.read("one two").words(), READER.read("ONE -- two?").words());
    }

    @Test
    void marks_tellCodeFromProse() {
        assertEquals(PromptFeatures.MARKS, READER.read("Who was Caesar?").marks().length);
        double prose =
                READER.read("Who was Caesar, and why did he cross the river").marks()[8];
        double code = READER.read("def f(x):\n    return x[0] * (x[1] + 2)\n").marks()[8];
        assertTrue(code > prose);
    }

    @Test
    void vectors_readBackAsWritten() throws IOException {
        TokenVectors small = TokenVectors.of(List.of("[UNK]", "a", "##b"), new float[][] {{0, 0}, {3, -4}, {.5f, 0}});
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        small.write(out);
        TokenVectors read = TokenVectors.read(new ByteArrayInputStream(out.toByteArray()));
        assertEquals(small.vocabulary(), read.vocabulary());
        assertArrayEquals(small.mean(new int[] {1, 2}), read.mean(new int[] {1, 2}));
        assertArrayEquals(new float[] {.6f, -.8f}, read.mean(new int[] {1}), .01f);
        assertThrows(IOException.class, () -> TokenVectors.read(new ByteArrayInputStream(new byte[64])));
    }

    private static float[] meaning(String text) {
        return READER.read(text).meaning();
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
