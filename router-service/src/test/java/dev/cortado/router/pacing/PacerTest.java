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

    private static final List<Offer> SMALL_OR_LARGE =
            List.of(new Offer("small", .001, .5), new Offer("large", .01, .9));
    private static final double STEP = .4 / .009;
    private static final Horizon HUNDRED = new Horizon.Requests(100);
    private static final PacingTerms TERMS = new PacingTerms(500, Duration.ofDays(30));

    private final Pacer pacer = new Pacer(TERMS);
    private Instant now = Instant.EPOCH;

    private double price(String usd, Horizon horizon) {
        pacer.requested(now, SMALL_OR_LARGE);
        return pacer.price(now, NanoUsd.ofUsd(usd), horizon);
    }

    @Test
    void price_beforeTheFirstRequest_isNothing() {
        assertEquals(0, pacer.price(now, NanoUsd.ofUsd("0.01"), HUNDRED));
    }

    @Test
    void price_moneyForTheBestOfAll_isNothing() {
        assertEquals(0, price("1.01", HUNDRED));
    }

    @Test
    void price_moneyForSomeOfTheBest_isThatOfTheStep() {
        assertEquals(STEP, price("0.5", HUNDRED), .04 * STEP);
    }

    @Test
    void price_notEvenMoneyForTheCheapest_isAboveEveryStep() {
        assertTrue(price("0.05", HUNDRED) > 10 * STEP);
        assertTrue(price("0", HUNDRED) > 10 * STEP);
        assertTrue(price("-0.01", HUNDRED) > 10 * STEP);
    }

    @Test
    void price_lessMoney_neverFalls() {
        pacer.requested(now, SMALL_OR_LARGE);
        double last = 0;
        for (int cents = 110; cents >= 0; cents--) {
            double price = pacer.price(now, NanoUsd.of(cents * 10_000_000L), HUNDRED);
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
            List<Offer> offers = Frontier.of(List.of(
                            new Offer("nothing", 0, 0),
                            new Offer("small", .001, .1),
                            new Offer("large", .01, .1 + .9 * random.nextDouble())))
                    .hull();
            pacer.requested(now, offers);
            Horizon rest = new Horizon.Remaining(Duration.between(now, Instant.EPOCH.plus(window)));
            double price = pacer.price(now, NanoUsd.of(left), rest);
            long affordable = left;
            left -= offers.stream()
                    .filter(offer -> nanos(offer) <= affordable)
                    .max(Comparator.comparingDouble(offer -> offer.utility() - price * offer.cost()))
                    .map(PacerTest::nanos)
                    .orElse(0L);
            atHalf = i == count / 2 ? left : atHalf;
        }
        assertEquals(6e9, (double) atHalf, .4e9, "left at half of the window");
        assertTrue(left >= 0 && left < 120_000_000L, "left at the end: " + left);
    }

    @Test
    void price_busyForLong_risesWithTheRate() {
        Horizon hour = new Horizon.Remaining(Duration.ofHours(1));
        double calm = 0;
        for (int i = 0; i < 100; i++) {
            now = now.plusSeconds(10);
            calm = price("7", hour);
        }
        double busy = 0;
        for (int i = 0; i < 2000; i++) {
            now = now.plusMillis(100);
            busy = price("7", hour);
        }
        assertEquals(0, calm, "360 requests to come, 1.9 cents for each");
        assertTrue(busy > .9 * STEP, "a few tenths of a cent for each: " + busy);
    }

    @Test
    void price_shortBurst_doesNotTellOfAMonth() {
        Horizon month = new Horizon.Remaining(Duration.ofDays(30));
        double price = 0;
        for (int i = 0; i < 9; i++) {
            now = now.plusMillis(100);
            price = price("10", month);
        }
        assertEquals(0, price, "a thousand requests to come, a cent for each");
    }

    @Test
    void price_quietAfterABurst_fallsAgain() {
        Horizon day = new Horizon.Remaining(Duration.ofDays(1));
        for (int i = 0; i < 400; i++) {
            now = now.plusMillis(100);
            price("10", day);
        }
        assertTrue(pacer.price(now, NanoUsd.ofUsd("10"), day) > 0);
        now = now.plus(Duration.ofHours(20));
        assertEquals(0, pacer.price(now, NanoUsd.ofUsd("10"), new Horizon.Remaining(Duration.ofHours(4))));
    }

    @Test
    void price_afterManyRequests_weightsStayNumbers() {
        Pacer quick = new Pacer(new PacingTerms(2, Duration.ofDays(30)));
        for (int i = 0; i < 5000; i++) {
            quick.requested(now, SMALL_OR_LARGE);
        }
        assertEquals(STEP, quick.price(now, NanoUsd.ofUsd("0.5"), HUNDRED), .04 * STEP);
    }

    private static long nanos(Offer offer) {
        return Math.round(offer.cost() * 1e9);
    }
}
