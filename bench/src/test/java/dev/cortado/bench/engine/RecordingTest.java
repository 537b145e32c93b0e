package dev.cortado.bench.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RecordingTest {

    @Test
    void streamWithoutText_hasItsEndForItsOnlyPiece() {
        StreamTimes times = new Recording(System.nanoTime()).ended(1);

        assertEquals(1, times.pieceNanos().size());
        assertTrue(times.firstNanos() >= 0);
        assertEquals(1, times.tokens());
    }

    @Test
    void streamWithText_hasNoPieceMore() {
        Recording recording = new Recording(System.nanoTime());
        recording.piece();

        assertEquals(1, recording.ended(2).pieceNanos().size());
    }
}
