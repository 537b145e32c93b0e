package dev.cortado.router.pacing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.router.frontier.Frontier;
import dev.cortado.router.frontier.Offer;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PacerTest {

    private static final Frontier SMALL_OR_LARGE =
            Frontier.of(List.of(new Offer("small", .001, .5), new Offer("large", .01, .9)));

    private final Pacer pacer = new Pacer(new PacingTerms(500));
    private Instant now = Instant.EPOCH;

    @Test
    void price_moneyForTheBestOfAll_isNothing() {
        assertEquals(0, pacer.priceFor(now, SMALL_OR_LARGE, NanoUsd.ofUsd("1"), new Horizon.Requests(100)));
    }

    @Test
    void price_moneyForTheCheapestOnly_standsBetweenTheTwoSteps() {
        double price = pacer.priceFor(now, SMALL_OR_LARGE, NanoUsd.ofUsd("0.1"), new Horizon.Requests(100));
        assertTrue(price > .4 / .009 && price < .5 / .001, () -> "utility per USD: " + price);
    }

    @Test
    void price_noMoneyLeft_isAboveEveryStep() {
        double price = pacer.priceFor(now, SMALL_OR_LARGE, NanoUsd.ZERO, new Horizon.Requests(100));
        assertTrue(price >= .5 / .001, () -> "utility per USD: " + price);
    }

    @Test
    void price_heldMoreThanThere_isAsWithNone() {
        double price = pacer.priceFor(now, SMALL_OR_LARGE, NanoUsd.of(-5), new Horizon.Requests(100));
        assertTrue(price >= .5 / .001, () -> "utility per USD: " + price);
    }

    @Test
    void price_lessMoney_neverFalls() {
        double last = 0;
        for (int cents = 100; cents >= 0; cents--) {
            Pacer fresh = new Pacer(new PacingTerms(500));
            double price =
                    fresh.priceFor(now, SMALL_OR_LARGE, NanoUsd.of(cents * 10_000_000L), new Horizon.Requests(100));
            assertTrue(price >= last, "price fell with the money");
            last = price;
        }
    }

    @Test
    void stream_unknownNumberOfRequests_spendsTheMoneyOverTheWindowAndNotMore() {
        SplittableRandom random = new SplittableRandom(7);
        long left = 12_000_000_000L;
        long atHalf = 0;
        Duration window = Duration.ofHours(1);
        int count = 3600;
        for (int i = 0; i < count; i++) {
            now = Instant.EPOCH.plus(window.multipliedBy(i).dividedBy(count));
            double gain = random.nextDouble();
            Frontier offers =
                    Frontier.of(List.of(new Offer("small", .001, .1), new Offer("large", .01, .1 + .9 * gain)));
            double price = pacer.priceFor(
                    now,
                    offers,
                    NanoUsd.of(left),
                    new Horizon.Remaining(Duration.between(now, Instant.EPOCH.plus(window))));
            long affordable = left;
            left -= offers.hull().stream()
                    .filter(offer -> nanos(offer) <= affordable && offer.utility() > price * offer.cost())
                    .max(Comparator.comparingDouble(offer -> offer.utility() - price * offer.cost()))
                    .map(PacerTest::nanos)
                    .orElse(0L);
            atHalf = i == count / 2 ? left : atHalf;
        }
        assertEquals(6e9, (double) atHalf, .3e9, "left at half of the window");
        assertTrue(left >= 0 && left < .12e9, "left at the end: " + left);
    }

    @Test
    void price_burstOfRequests_risesWithTheRate() {
        Horizon hour = new Horizon.Remaining(Duration.ofHours(1));
        NanoUsd left = NanoUsd.ofUsd("7");
        double calm = 0;
        for (int i = 0; i < 100; i++) {
            now = now.plusSeconds(10);
            calm = pacer.priceFor(now, SMALL_OR_LARGE, left, hour);
        }
        double busy = 0;
        for (int i = 0; i < 1000; i++) {
            now = now.plusMillis(100);
            busy = pacer.priceFor(now, SMALL_OR_LARGE, left, hour);
        }
        assertEquals(0, calm, "360 requests to come, 1.9 cents for each");
        assertTrue(busy > .4 / .009, "a tenth of a cent for each: " + busy);
    }

    @Test
    void price_afterManyRequests_weighsStayNumbers() {
        Pacer quick = new Pacer(new PacingTerms(2));
        double price = 0;
        for (int i = 0; i < 5000; i++) {
            price = quick.priceFor(now, SMALL_OR_LARGE, NanoUsd.ofUsd("0.1"), new Horizon.Requests(100));
        }
        assertTrue(price > .4 / .009 && price < .5 / .001, "utility per USD: " + price);
        assertEquals(price, quick.price());
    }

    private static long nanos(Offer offer) {
        return Math.round(offer.cost() * 1e9);
    }
}
