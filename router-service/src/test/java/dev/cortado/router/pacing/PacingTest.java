package dev.cortado.router.pacing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.KeyId;
import dev.cortado.contracts.unit.LimitId;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.TeamId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.decide.Considered;
import dev.cortado.router.decide.Floor;
import dev.cortado.router.decide.Obstacle;
import dev.cortado.router.decide.Policy;
import dev.cortado.router.decide.Standing;
import dev.cortado.router.decide.StopRate;
import dev.cortado.router.estimate.UtilityEstimate;
import dev.cortado.router.hold.BudgetView;
import dev.cortado.router.hold.Purse;
import dev.cortado.router.tenant.Bearer;
import dev.cortado.router.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PacingTest {

    private static final Tenant TENANT = new Tenant(
            new OrganisationId("acme"), new TeamId("red"), new ProjectId("shop"), new Bearer.ByKey(new KeyId("k1")));
    private static final Considered SMALL = considered("small", .5, "0.001", "");
    private static final Considered LARGE = considered("large", .9, "0.01", "");
    private static final StopRate NO_STOP = new StopRate(0, StopRate.Source.TABLE);
    private static final Policy KNEE = new Policy.Knee(new Floor(0, Floor.Source.NONE), NO_STOP);
    private static final double STEP = .4 / .009;

    private Instant now = Instant.EPOCH;
    private final Pacing pacing = new Pacing(new PacingTerms(100, Duration.ofDays(30)), 2, () -> now);

    private static Considered considered(String variant, double utility, String usd, String excludedBecause) {
        NanoUsd cost = NanoUsd.ofUsd(usd);
        return new Considered(
                new VariantId(variant),
                new PoolId("cpu"),
                Lane.REALTIME,
                new UtilityEstimate(utility, utility, utility, UtilityEstimate.Basis.CALIBRATED),
                cost,
                cost,
                null,
                1,
                excludedBecause);
    }

    private static BudgetView budget(Purse... purses) {
        return new BudgetView.Limited(
                purses[0].left(), NanoUsd.ofUsd("100"), purses[0].renewsAt(), Instant.EPOCH, Arrays.asList(purses));
    }

    private Purse purse(long limit, String usd, Duration left) {
        return new Purse(new LimitId(limit), NanoUsd.ofUsd(usd), now.plus(left));
    }

    private void hundredRequests(BudgetView budget, Considered... offers) {
        hundred(budget, KNEE, offers);
    }

    /// One a second.
    private void hundred(BudgetView budget, Policy policy, Considered... offers) {
        for (int i = 0; i < 100; i++) {
            now = now.plusSeconds(1);
            pacing.decided(budget, policy, List.of(offers));
        }
    }

    private double price(BudgetView budget) {
        return pacing.utilityPerUsd(TENANT, budget);
    }

    @Test
    void price_withoutALimit_isNothing() {
        assertEquals(0, price(new BudgetView.Unlimited()));
    }

    @Test
    void price_moneyShortOfTheLargeForAll_isThatOfTheStep() {
        hundredRequests(budget(purse(1, "9", Duration.ofHours(1))), SMALL, LARGE);
        assertEquals(STEP, price(budget(purse(1, "9", Duration.ofHours(1)))), .04 * STEP);
        assertEquals(0, price(budget(purse(1, "40", Duration.ofHours(1)))));
    }

    @Test
    void price_severalLimits_isTheHighest() {
        Purse ample = purse(1, "40", Duration.ofHours(1));
        Purse tight = purse(2, "50", Duration.ofHours(9));
        hundredRequests(budget(ample, tight), SMALL, LARGE);
        assertEquals(STEP, price(budget(ample, tight)), .04 * STEP);
        assertEquals(STEP, price(budget(tight, ample)), .04 * STEP);
    }

    @Test
    void price_whatWasExcluded_countsForNothing() {
        Considered full = considered("large", .9, "0.01", "every node full");
        hundredRequests(budget(purse(1, "9", Duration.ofHours(1))), SMALL, full);
        assertEquals(0, price(budget(purse(1, "9", Duration.ofHours(1)))));
    }

    @Test
    void price_whatOnlyThePreferredUtilityExcluded_counts() {
        Considered below = new Considered(
                SMALL.variant(),
                SMALL.pool(),
                SMALL.lane(),
                SMALL.expected(),
                SMALL.cost(),
                SMALL.rankedCost(),
                null,
                2,
                "below utility 0.6",
                new Standing(Obstacle.NONE, true, true, true));
        BudgetView budget = budget(purse(1, "9", Duration.ofHours(1)));

        hundred(budget, new Policy.Knee(new Floor(.6, Floor.Source.DEFAULT), NO_STOP), below, LARGE);
        assertEquals(STEP, price(budget(purse(1, "9", Duration.ofHours(1)))), .04 * STEP);
        BudgetView another = budget(purse(2, "9", Duration.ofHours(1)));
        hundred(another, new Policy.Knee(new Floor(.6, Floor.Source.REQUEST), NO_STOP), below, LARGE);
        assertTrue(price(budget(purse(2, "9", Duration.ofHours(1)))) > 10 * STEP, "what is demanded leaves no choice");
    }

    @Test
    void price_requestsThatThePriceDoesNotDecide_countWithWhatTheyTook() {
        BudgetView budget = budget(purse(1, "9", Duration.ofHours(1)));
        Considered second = new Considered(
                LARGE.variant(),
                LARGE.pool(),
                LARGE.lane(),
                LARGE.expected(),
                LARGE.cost(),
                LARGE.rankedCost(),
                null,
                2,
                "");

        hundred(budget, new Policy.CheapestSufficient(new Floor(.4, Floor.Source.REQUEST)), SMALL, second);
        assertEquals(0, price(budget(purse(1, "9", Duration.ofHours(1)))));
        BudgetView another = budget(purse(2, "9", Duration.ofHours(1)));
        hundred(another, new Policy.CheapestSufficient(new Floor(.4, Floor.Source.DEFAULT)), SMALL, second);
        assertEquals(
                STEP,
                price(budget(purse(2, "9", Duration.ofHours(1)))),
                .04 * STEP,
                "whose floor gives way to the price is decided by it");
    }

    @Test
    void price_limitThatNeverRenews_lastsTheEndlessHorizon() {
        assertLastsTheEndlessHorizon(Instant.MAX);
        assertLastsTheEndlessHorizon(Instant.parse("9999-12-31T00:00:00Z"));
    }

    private void assertLastsTheEndlessHorizon(Instant renewsAt) {
        Purse endless = new Purse(new LimitId(1), NanoUsd.ofUsd("9"), renewsAt);
        for (int i = 0; i < 100; i++) {
            now = now.plus(Duration.ofMinutes(30));
            pacing.decided(budget(endless), KNEE, List.of(SMALL, LARGE));
        }
        assertEquals(STEP, price(budget(endless)), .04 * STEP, "1,440 requests in thirty days, .6 cents for each");
    }

    @Test
    void price_windowOver_isThatOfTheLastMoment() {
        BudgetView over = budget(new Purse(new LimitId(1), NanoUsd.ofUsd("0.005"), now));
        hundredRequests(over, SMALL, LARGE);
        assertTrue(price(over) > 0, "half a cent for the one that is here");
    }

    @Test
    void limits_moreThanAreKept_forgetsTheOneAskedForLongestAgo() {
        hundredRequests(budget(purse(1, "9", Duration.ofHours(1))), SMALL, LARGE);
        price(budget(purse(2, "9", Duration.ofHours(1)), purse(3, "9", Duration.ofHours(1))));
        assertEquals(0, price(budget(purse(1, "9", Duration.ofHours(1)))));
    }
}
