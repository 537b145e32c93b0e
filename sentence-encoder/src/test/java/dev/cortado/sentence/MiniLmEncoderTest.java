package dev.cortado.sentence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.router.features.SentenceEncoder;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class MiniLmEncoderTest {

    private static final SentenceEncoder ENCODER =
            ServiceLoader.load(SentenceEncoder.class).findFirst().orElseThrow();

    @AfterAll
    static void close() {
        ENCODER.close();
    }

    @Test
    void encode_textsThatMeanTheSame_lieNearWhateverTheirWords() {
        float[] vet = read("My dog is ill. Where can I find an animal doctor?");
        float[] same = read("Which veterinarian treats a sick puppy?");
        float[] other = read("My dog is ill-mannered code: where can I find the array index bug?");
        assertTrue(cosine(vet, same) > .5, "the same: " + cosine(vet, same));
        assertTrue(cosine(vet, same) > cosine(vet, other) + .1, "another: " + cosine(vet, other));
    }

    @Test
    void encode_anyText_hasLengthOne() {
        for (String text : List.of("", " ", "x", "\ud83d\ude80 \u0000 \u4f60\u597d", "word ".repeat(5_000))) {
            float[] vector = read(text);
            assertEquals(384, vector.length);
            assertEquals(1, cosine(vector, vector), 1e-5);
        }
    }

    @Test
    void encode_ofALongText_readsHeadAndTail() {
        String middle = "cats and dogs ".repeat(50);
        float[] one = ENCODER.encode("alpha beta gamma delta " + middle + "one two three four", 8);
        assertArrayEquals(one, ENCODER.encode("alpha beta gamma delta one two three four", 8));
        assertTrue(cosine(one, ENCODER.encode("alpha beta gamma delta " + middle + "what is love now", 8)) < .99);
    }

    @Test
    void encode_beyondWhatTheModelReads_isNoFailure() {
        assertEquals(384, ENCODER.encode("word ".repeat(5_000), Integer.MAX_VALUE).length);
    }

    @Test
    void encode_bySeveralThreads_isTheSame() {
        float[] alone = read("What is 31 plus 57?");
        List<CompletableFuture<float[]>> all = IntStream.range(0, 16)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> read("What is 31 plus 57?")))
                .toList();
        all.forEach(one -> assertArrayEquals(alone, one.join()));
    }

    private static float[] read(String text) {
        return ENCODER.encode(text, 128);
    }

    private static double cosine(float[] one, float[] other) {
        return IntStream.range(0, one.length)
                .mapToDouble(d -> (double) one[d] * other[d])
                .sum();
    }
}
