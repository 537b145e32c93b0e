package dev.cortado.inference.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompletionTextTest {

    @Test
    void add_characterSplitOverTokens_comesOutWhole() {
        CompletionText text = new CompletionText(List.of());
        byte[] grin = "😀".getBytes(StandardCharsets.UTF_8);
        assertEquals("", text.add(Arrays.copyOfRange(grin, 0, 1)));
        assertEquals("", text.add(Arrays.copyOfRange(grin, 1, 3)));
        assertEquals("😀", text.add(Arrays.copyOfRange(grin, 3, 4)));
        assertEquals("", text.finish());
    }

    @Test
    void finish_unfinishedCharacter_isDropped() {
        CompletionText text = new CompletionText(List.of());
        assertEquals("a", text.add(new byte[] {'a', (byte) 0xF0, (byte) 0x9F}));
        assertEquals("", text.finish());
    }

    @Test
    void add_malformedBytes_areReplacedAndTheRestGoesOn() {
        CompletionText text = new CompletionText(List.of());
        assertEquals("a\uFFFDb", text.add(new byte[] {'a', (byte) 0xFF, 'b'}));
    }

    @Test
    void add_stopAcrossTokens_neverLeaks() {
        CompletionText text = new CompletionText(List.of("END", "\n\n"));
        assertEquals("one", text.add(bytes("one E")).strip() + text.add(bytes("N")));
        assertFalse(text.stopped());
        assertEquals("", text.add(bytes("Dtwo")));
        assertTrue(text.stopped());
        assertEquals("", text.finish());
    }

    @Test
    void add_heldTextThatIsNoStop_isReleased() {
        CompletionText text = new CompletionText(List.of("END"));
        assertEquals("a", text.add(bytes("aEN")));
        assertEquals("ENx", text.add(bytes("x")));
    }

    @Test
    void finish_heldText_isReleased() {
        CompletionText text = new CompletionText(List.of("END"));
        assertEquals("", text.add(bytes("EN")));
        assertEquals("EN", text.finish());
    }

    @Test
    void add_severalStops_cutsAtTheFirst() {
        CompletionText text = new CompletionText(List.of("dog", "a"));
        assertEquals("the c", text.add(bytes("the cat and the dog")));
        assertTrue(text.stopped());
    }

    /// Whatever way the bytes are cut into tokens, the whole is the text before the first stop.
    @Test
    void add_anyCutIntoTokens_givesTheTextBeforeTheFirstStop() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            String whole = randomText(random);
            String stop = random.nextInt(4) == 0 ? "ab😀" : whole.isEmpty() ? "x" : cut(whole, random);
            CompletionText text = new CompletionText(List.of(stop));
            StringBuilder out = new StringBuilder();
            byte[] bytes = bytes(whole);
            for (int at = 0; at < bytes.length; ) {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(4));
                out.append(text.add(Arrays.copyOfRange(bytes, at, to)));
                at = to;
            }
            out.append(text.finish());
            int found = whole.indexOf(stop);
            assertEquals(found < 0 ? whole : whole.substring(0, found), out.toString());
            assertEquals(found >= 0, text.stopped());
        }
    }

    private static String randomText(Random random) {
        String[] letters = {"a", "b", "é", "漢", "😀", "\n"};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }

    private static String cut(String whole, Random random) {
        int[] points = whole.codePoints().toArray();
        int from = random.nextInt(points.length);
        int length = 1 + random.nextInt(Math.min(3, points.length - from));
        return new String(points, from, length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
