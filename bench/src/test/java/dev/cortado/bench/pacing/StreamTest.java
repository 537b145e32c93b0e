package dev.cortado.bench.pacing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.bench.pacing.Bought.Known;
import dev.cortado.bench.pacing.Stream.Order;
import dev.cortado.bench.pacing.Stream.Rhythm;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.router.frontier.Offer;
import dev.cortado.router.pacing.PacingTerms;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StreamTest {

    private final List<Priced> prompts = IntStream.range(0, 100)
            .mapToObj(i -> Priced.of(
                    "group " + i % 3, List.of(new Offer("small", 1e-6, .3), new Offer("large", 1e-5, .3 + i / 200.))))
            .toList();

    @Test
    void of_drifting_goesThroughOneGroupAfterTheOther() {
        Stream stream = Stream.of(prompts, 250, Order.DRIFTING, Rhythm.STEADY, 3);
        assertEquals(250, stream.requests().size());
        long changes = IntStream.range(1, 250)
                .filter(i -> !stream.requests()
                        .get(i)
                        .group()
                        .equals(stream.requests().get(i - 1).group()))
                .count();
        assertEquals(2, changes);
    }

    @Test
    void of_dailyRhythm_comesMostlyAtNoon() {
        Stream stream = Stream.of(prompts, 1000, Order.RANDOM, Rhythm.DAILY, 3);
        long atNoon = stream.arrivals().stream()
                .filter(at -> at.isAfter(Stream.BEGIN.plus(Stream.WINDOW.dividedBy(4)))
                        && at.isBefore(
                                Stream.BEGIN.plus(Stream.WINDOW.multipliedBy(3).dividedBy(4))))
                .count();
        assertTrue(atNoon > 700 && atNoon < 800, "between six and six: " + atNoon);
    }

    @Test
    void paced_anyKnowledge_spendsNoMoreThanTheBudgetAndBuysMoreThanUnpaced() {
        Stream stream = Stream.of(prompts, 2000, Order.RANDOM, Rhythm.STEADY, 3);
        NanoUsd budget = NanoUsd.of(stream.costOfBest().nanos() / 4);
        double most = new Optimum(stream.requests()).utility(budget);
        Bought unpaced = Bought.unpaced(stream, budget);
        for (Known known : Known.values()) {
            Bought paced = Bought.paced(stream, budget, known, new PacingTerms(500, Stream.WINDOW));
            assertTrue(paced.spent().compareTo(budget) <= 0);
            assertTrue(paced.utility() > unpaced.utility() && paced.utility() <= most);
        }
    }
}
