package dev.cortado.router.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.decide.Considered;
import dev.cortado.router.decide.Obstacle;
import dev.cortado.router.decide.Standing;
import dev.cortado.router.estimate.UtilityEstimate;
import dev.cortado.router.frontier.Offer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportingTest {

    private static final Instant DAY = Instant.parse("2026-11-28T23:30:00Z");

    private static Considered candidate(String variant, double utility, long costNanos) {
        return candidate(variant, "cpu", utility, costNanos, null);
    }

    private static Considered candidate(
            String variant, String pool, double utility, long costNanos, @Nullable Standing standing) {
        return new Considered(
                new VariantId(variant),
                new PoolId(pool),
                Lane.REALTIME,
                new UtilityEstimate(utility, utility, utility, UtilityEstimate.Basis.CALIBRATED),
                NanoUsd.of(costNanos),
                NanoUsd.of(costNanos),
                null,
                1,
                "",
                standing);
    }

    private static Bought bought(Instant at, String variant, long charged, Considered... considered) {
        return bought(at, variant, "cpu", charged, considered);
    }

    private static Bought bought(Instant at, String variant, String pool, long charged, Considered... considered) {
        return new Bought(
                at,
                new VariantId(variant),
                new PoolId(pool),
                false,
                false,
                NanoUsd.of(charged),
                30,
                10,
                List.of(considered));
    }

    /// An easy request, for which the small one does, and a hard one, for which only the large one does.
    private static List<Bought> easyAndHard() {
        return List.of(
                bought(DAY, "small", 90, candidate("small", .9, 100), candidate("large", .9, 1_000)),
                bought(
                        DAY.plus(Duration.ofHours(1)),
                        "large",
                        1_100,
                        candidate("small", .1, 100),
                        candidate("large", .9, 1_000)));
    }

    @Test
    void total_ofRequestsThatFailed_isTheirCostWithoutUtility() {
        Bought failed = new Bought(
                DAY,
                new VariantId("small"),
                new PoolId("cpu"),
                true,
                false,
                NanoUsd.of(90),
                30,
                10,
                List.of(candidate("small", .9, 100)));
        UtilityReport report = Reporting.of(List.of(failed), false);
        assertEquals(0, report.total().utility());
        assertEquals(NanoUsd.of(90), report.total().cost());
    }

    @Test
    void verification_costs_andIsNoAnswer() {
        Bought verification = new Bought(
                DAY,
                new VariantId("large"),
                new PoolId("cpu"),
                false,
                true,
                NanoUsd.of(10),
                60,
                1,
                List.of(candidate("large", .9, 1_000)));
        List<Bought> all = new ArrayList<>(easyAndHard());
        all.add(verification);
        UtilityReport with = Reporting.of(all, false);
        UtilityReport without = Reporting.of(easyAndHard(), false);

        assertEquals(2, with.total().requests());
        assertEquals(without.total().utility(), with.total().utility());
        assertEquals(without.total().cost().plus(NanoUsd.of(10)), with.total().cost());
        assertEquals(without.total().tokens() + 61, with.total().tokens());
        assertEquals(without.alwaysBest(), with.alwaysBest());
        assertEquals(without.curve(), with.curve());
    }

    @Test
    void total_isWhatWasChargedAndExpected() {
        UtilityReport report = Reporting.of(easyAndHard(), false);
        assertEquals(2, report.total().requests());
        assertEquals(1.8, report.total().utility(), 1e-9);
        assertEquals(NanoUsd.of(1_190), report.total().cost());
        assertEquals(80, report.total().tokens());
        assertEquals(1.8 / 1_190e-9, report.utilityPerUsd(), 1);
        assertEquals(22.5, report.utilityPerThousandTokens(), 1e-9);
        assertFalse(report.provisional());
    }

    @Test
    void whatAnswered_isKnownByItsPoolToo() {
        UtilityReport report = Reporting.of(
                List.of(bought(
                        DAY,
                        "large",
                        "gpu",
                        990,
                        candidate("large", "cpu", .9, 100, null),
                        candidate("large", "gpu", .9, 1_000, null))),
                false);
        assertEquals(1_000e-9, report.here().cost(), 1e-15);
    }

    @Test
    void whatCouldNotDoWhatWasAsked_isNoAlternative() {
        UtilityReport report = Reporting.of(
                List.of(bought(
                        DAY,
                        "small",
                        90,
                        candidate("small", .8, 100),
                        candidate("large", "cpu", .9, 1_000, new Standing(Obstacle.UNABLE, true, true, true)))),
                false);
        assertEquals(0, report.savedShare(), 1e-9);
        assertEquals(.8, report.alwaysBest().utility(), 1e-9);
    }

    @Test
    void saving_isAgainstTheMostUseful_andOfThoseAlikeTheCheapest() {
        UtilityReport report = Reporting.of(easyAndHard(), false);
        assertEquals(.9, report.alwaysBest().utility(), 1e-9);
        assertEquals(550e-9, report.alwaysBest().cost(), 1e-15);
        assertEquals(0, report.savedShare(), 1e-9);
        UtilityReport dear = Reporting.of(
                List.of(bought(DAY, "small", 90, candidate("small", .8, 100), candidate("large", .9, 1_000))), false);
        assertEquals(.9, dear.savedShare(), 1e-9);
    }

    @Test
    void curve_climbsWhereItPaysMost_andTheKneeIsWhereItStopsPaying() {
        List<Bought> all = new ArrayList<>();
        for (int n = 0; n < 10; n++) {
            // Each step is worth less than the one before.
            all.add(bought(
                    DAY, "small", 100, candidate("small", .2, 100), candidate("large", .2 + .06 * (n + 1), 1_000)));
        }
        UtilityReport report = Reporting.of(all, false);
        List<Offer> curve = report.curve();
        assertEquals(100e-9, curve.getFirst().cost(), 1e-15);
        assertEquals(1_000e-9, curve.getLast().cost(), 1e-15);
        for (int n = 1; n < curve.size(); n++) {
            assertTrue(curve.get(n).utility() > curve.get(n - 1).utility(), curve.toString());
        }
        assertEquals(11, curve.size());
        Offer knee = report.knee().orElseThrow().knee();
        assertTrue(
                knee.cost() > curve.getFirst().cost()
                        && knee.cost() < curve.getLast().cost(),
                knee.toString());
    }

    @Test
    void days_areUtc_andVariantsTheDearestFirst() {
        UtilityReport report = Reporting.of(easyAndHard(), true);
        assertEquals("[2026-11-28, 2026-11-29]", report.byDay().keySet().toString());
        assertEquals("large", report.byVariant().firstEntry().getKey().value());
        assertTrue(report.truncated());
    }

    @Test
    void recoveredDecision_countsAsCharged_withoutUtility() {
        UtilityReport report = Reporting.of(List.of(bought(DAY, "small", 90)), false);
        assertEquals(1, report.total().requests());
        assertEquals(0, report.total().utility());
        assertTrue(report.provisional());
        assertTrue(report.curve().isEmpty() && report.knee().isEmpty());
        assertEquals(0, report.savedShare());
    }

    @Test
    void nothing_isAReportOfNothing() {
        UtilityReport report = Reporting.of(List.of(), false);
        assertEquals(0, report.total().requests());
        assertEquals(0, report.utilityPerUsd());
        assertEquals(0, report.utilityPerThousandTokens());
        assertFalse(report.provisional());
    }

    @Test
    void moreThanAReportReads_isSaid() {
        Span span = new Span(new OrganisationId("o"), null, DAY, DAY.plus(Duration.ofDays(1)));
        Reporting reporting = new Reporting(
                (_, max) -> CompletableFuture.completedFuture(
                        easyAndHard().subList(0, Math.min(max, easyAndHard().size()))),
                1);
        UtilityReport report = reporting.report(span).toCompletableFuture().join();
        assertTrue(report.truncated());
        assertEquals(1, report.total().requests());
    }
}
