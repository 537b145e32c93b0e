package dev.cortado.router.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FeatureBytesTest {

    private static final PromptReader READER = new PromptReader(TokenVectors.shipped());
    private static final double HALF_PRECISION = .001;

    @Test
    void read_whatWasWritten_isTheSameButForTheMeaningsLastDigits() throws IOException {
        for (String prompt : new String[] {"", "Bonjour!", "What is 31 plus 57? ".repeat(700)}) {
            PromptFeatures features = READER.read(prompt);
            PromptFeatures read = read(write(features));

            assertArrayEquals(features.marks(), read.marks());
            assertArrayEquals(features.words(), read.words());
            assertEquals(features.bytes(), read.bytes());
            for (int d = 0; d < features.meaning().length; d++) {
                assertEquals(features.meaning()[d], read.meaning()[d], HALF_PRECISION);
            }
        }
    }

    @Test
    void read_whatASentenceModelMadeOfIt_isThereToo() throws IOException {
        PromptFeatures features =
                READER.read("What is 31 plus 57?").with(new Sentence("some model", new float[] {.6f, -.8f}));
        byte[] bytes = write(features);
        PromptFeatures read = read(bytes);

        Sentence sentence = Objects.requireNonNull(read.sentence());
        assertEquals("some model", sentence.form());
        assertArrayEquals(new float[] {.6f, -.8f}, sentence.vector(), (float) HALF_PRECISION);
        assertArrayEquals(features.words(), read.words());
        assertNull(read(write(READER.read("What is 31 plus 57?"))).sentence());
        assertThrows(IOException.class, () -> read(Arrays.copyOf(bytes, bytes.length - 1)));
    }

    @Test
    void write_aShortPrompt_takesAboutAKilobyte() throws IOException {
        assertTrue(write(READER.read("Name the capital city of Sweden, and say since when it has been that.")).length
                < 1_024);
    }

    @Test
    void read_cutOffOrOfOtherFeatures_isRefused() throws IOException {
        byte[] bytes = write(READER.read("Bonjour tout le monde!"));
        assertThrows(IOException.class, () -> read(Arrays.copyOf(bytes, bytes.length - 1)));
        bytes[3]++;
        assertThrows(IOException.class, () -> read(bytes));
    }

    private static byte[] write(PromptFeatures features) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FeatureBytes.write(features, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static PromptFeatures read(byte[] bytes) throws IOException {
        return FeatureBytes.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }
}
