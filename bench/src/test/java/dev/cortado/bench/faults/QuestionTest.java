package dev.cortado.bench.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QuestionTest {

    private static final int DRAWN = 100_000;

    private final List<Question> drawn = draw();

    @Test
    void any_oneInFiveStreams_oneInTwentyLeaves_oneInAHundredIsLong() {
        assertEquals(.208, share(drawn.stream().filter(Question::stream)), .005);
        assertEquals(.05, share(drawn.stream().filter(Question::leaves)), .005);
        assertEquals(.01, share(drawn.stream().filter(Question::isLong)), .002);
    }

    @Test
    void any_long_isAStream_thatIsLeftAnywhere() {
        List<Question> longs = drawn.stream().filter(Question::isLong).toList();

        assertTrue(longs.stream().allMatch(Question::stream));
        List<Question> left = longs.stream().filter(Question::leaves).toList();
        assertTrue(left.stream().anyMatch(each -> each.linesRead() < Question.LONG_TOKENS / 2));
        assertTrue(left.stream().anyMatch(each -> each.linesRead() > Question.LONG_TOKENS));
    }

    /// The caps are made from it: were it off, they would bind sooner or never.
    @Test
    void costOfMany_isTheirSum() {
        double sum = drawn.stream().mapToLong(Question::costNanoUsd).sum();

        assertEquals(1, Question.costNanoUsd(DRAWN) / sum, .03);
    }

    @Test
    void tenant_holdsWhatIsInFlightAndWhatNobodyHeardTheEndOf() {
        FaultTenant tenant = new FaultTenant("organisation", "key", 1_000);
        tenant.begins(100);
        tenant.begins(30);
        tenant.begins(7);
        assertEquals(137, tenant.mayBeHeldNanoUsd());

        tenant.paid(100, 60);
        tenant.refused(30);
        tenant.brokeOff(7);

        assertEquals(7, tenant.mayBeHeldNanoUsd());
        assertEquals(60, tenant.paidNanoUsd());
    }

    private static double share(Stream<Question> some) {
        return some.count() / (double) DRAWN;
    }

    private static List<Question> draw() {
        SplittableRandom random = new SplittableRandom(1);
        return Stream.generate(() -> Question.any(random)).limit(DRAWN).toList();
    }
}
