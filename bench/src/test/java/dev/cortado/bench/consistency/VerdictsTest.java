package dev.cortado.bench.consistency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class VerdictsTest {

    @Test
    void errors_areWrongAnswersKept_andRightOnesFailed() {
        Verdicts verdicts = Verdicts.NONE
                .plus("kept", true)
                .plus("kept", false)
                .plus("failed", true)
                .plus("failed", false)
                .plus("undecided", true)
                .plusUnanswered();

        assertEquals(new Verdicts(1, 1, 4, 1, 1, 2), verdicts);
        assertEquals(.5, verdicts.error().mean());
        assertEquals(4, verdicts.error().count());
    }

    @Test
    void nothingJudged_hasNoError() {
        assertThrows(IllegalStateException.class, Verdicts.NONE.plus("undecided", true)::error);
    }
}
