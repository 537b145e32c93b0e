package dev.cortado.router.frontier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrontierTest {

    private static final Offer SMALL = new Offer("small", .165, .425);
    private static final Offer MEDIUM = new Offer("medium", .58, .678);
    private static final Offer REPACKED = new Offer("repacked", .69, .828);
    private static final Offer LARGE = new Offer("large", 1, .819);

    @Test
    void hull_leavesOutWhatOneOfferOrAMixBeats() {
        Frontier frontier = Frontier.of(List.of(LARGE, MEDIUM, SMALL, REPACKED));
        assertEquals(List.of(SMALL, REPACKED), frontier.hull());
        Dominated mixed = frontier.dominated().getFirst();
        assertEquals(MEDIUM, mixed.offer());
        assertEquals(List.of(SMALL, REPACKED), mixed.by());
        assertEquals(.744, mixed.utilityThere(), .001);
        assertEquals(
                new Dominated(LARGE, List.of(REPACKED), .828),
                frontier.dominated().getLast());
    }

    @Test
    void knee_isWhereTheStepFallsBelowTheRate() {
        Offer a = new Offer("a", 1, .4);
        Offer b = new Offer("b", 2, .7);
        Offer c = new Offer("c", 4, .8);
        Frontier frontier = Frontier.of(List.of(a, b, c));
        Stop knee = frontier.knee();
        assertEquals(b, knee.knee());
        assertEquals(.3, knee.slopeBefore().orElseThrow(), 1e-9);
        assertEquals(.05, knee.slopeAfter().orElseThrow(), 1e-9);
        assertEquals(.4 / 3, knee.rate(), 1e-9);
        assertEquals(a, frontier.stop(1).knee());
        assertEquals(OptionalDouble.empty(), frontier.stop(1).slopeBefore());
        assertEquals(c, frontier.stop(0).knee());
        assertEquals(OptionalDouble.empty(), frontier.stop(0).slopeAfter());
    }

    @Test
    void oneOffer_isHullAndKnee() {
        Frontier frontier = Frontier.of(List.of(SMALL));
        assertEquals(SMALL, frontier.knee().knee());
        assertEquals(List.of(), frontier.dominated());
    }

    @Test
    void equalCost_keepsTheMoreUseful() {
        Offer better = new Offer("better", .165, .5);
        Frontier frontier = Frontier.of(List.of(SMALL, better, new Offer("twin", .165, .5)));
        assertEquals(List.of(better), frontier.hull());
        assertTrue(frontier.dominated().stream().allMatch(each -> each.by().equals(List.of(better))));
    }

    @Test
    void noOffer_liesAboveTheHull() {
        Random random = new Random(7);
        for (int n = 0; n < 300; n++) {
            List<Offer> offers = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(12); i++) {
                offers.add(new Offer("v" + i, random.nextInt(20), random.nextInt(21) / 20.0));
            }
            Frontier frontier = Frontier.of(offers);
            List<Offer> hull = frontier.hull();
            for (int i = 2; i < hull.size(); i++) {
                assertTrue(Frontier.slope(hull.get(i - 2), hull.get(i - 1))
                        > Frontier.slope(hull.get(i - 1), hull.get(i)));
            }
            for (Offer offer : offers) {
                assertTrue(offer.utility() <= frontier.utilityAt(offer.cost()).orElseThrow() + 1e-12);
            }
            assertEquals(offers.size(), hull.size() + frontier.dominated().size());
            assertTrue(hull.contains(frontier.knee().knee()));
        }
    }
}
