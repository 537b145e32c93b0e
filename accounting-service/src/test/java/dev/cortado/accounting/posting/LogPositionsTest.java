package dev.cortado.accounting.posting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.accounting.posting.LogPositions.Advice;
import org.junit.jupiter.api.Test;

class LogPositionsTest {

    private final LogPositions positions = new LogPositions();

    @Test
    void unknownPosition_asksTheBooks() {
        assertEquals(new Advice.AskBooks(), positions.advise(0, 5, 9));
    }

    @Test
    void forgottenPosition_asksTheBooksAgain() {
        positions.know(0, 5);
        positions.forget(0);
        assertEquals(new Advice.AskBooks(), positions.advise(0, 5, 9));
    }

    @Test
    void recordsFromTheExpectedOne_areTaken() {
        positions.know(0, 5);
        assertEquals(new Advice.TakeFrom(5), positions.advise(0, 5, 9));
        assertEquals(new Advice.TakeFrom(5), positions.advise(0, 2, 9));
    }

    @Test
    void recordsInTheBooks_areSkipped() {
        positions.know(0, 10);
        assertEquals(new Advice.Skip(), positions.advise(0, 5, 9));
    }

    @Test
    void recordsBehindAGap_areFetchedAgain() {
        positions.know(0, 5);
        assertEquals(new Advice.FetchFrom(5), positions.advise(0, 6, 9));
    }
}
