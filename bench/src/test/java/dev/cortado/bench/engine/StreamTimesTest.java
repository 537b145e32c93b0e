package dev.cortado.bench.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class StreamTimesTest {

    /// Four pieces of eight tokens: each piece stands for two.
    private final StreamTimes stream = new StreamTimes(List.of(10L, 20L, 30L, 40L), 8);

    @Test
    void tokensWithin_countsWhatCameAfterTheBeginningUpToTheEnd() {
        assertEquals(4, stream.tokensWithin(10, 30));
        assertEquals(8, stream.tokensWithin(0, 40));
        assertEquals(0, stream.tokensWithin(40, 90));
    }

    @Test
    void streamWithoutText_isAFault() {
        assertThrows(IllegalStateException.class, () -> new StreamTimes(List.of(), 3));
    }
}
