package dev.cortado.router.decide;

import static dev.cortado.router.decide.World.LARGE;
import static dev.cortado.router.decide.World.MEDIUM;
import static dev.cortado.router.decide.World.SMALL;
import static dev.cortado.router.decide.World.ask;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.catalogue.Pool;
import dev.cortado.router.estimate.CatalogueEstimates;
import dev.cortado.router.fake.Rig;
import dev.cortado.router.tenant.RoutingRule;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The large variant runs in a pool with the label `eu`, the others in one without labels.
class TenantRuleTest {

    private static final TenantRule NOT_LARGE = new TenantRule(null, List.of(Set.of("small", "medium-1")), Set.of());
    private static final TenantRule EU = new TenantRule(null, List.of(), Set.of("eu"));

    @Test
    void variantNotAllowed_isNeverTaken_andSaysWhy() {
        Choice.Chosen chosen = chosen(decide(ask("auto"), NOT_LARGE));

        assertEquals(List.of(MEDIUM, SMALL), variants(chosen));
        Considered large = chosen.considered().stream()
                .filter(each -> each.variant().equals(LARGE))
                .findFirst()
                .orElseThrow();
        assertEquals("not allowed to this tenant", large.excludedBecause());
        assertTrue(large.isBarred());
        assertEquals(0, large.place());
    }

    @Test
    void variantNotAllowed_named_isBarred() {
        Choice.Barred barred = assertInstanceOf(Choice.Barred.class, decide(ask("large"), NOT_LARGE));

        assertEquals(Bar.Kind.VARIANT, barred.by());
        assertEquals("'large' is not allowed to this tenant", barred.message());
    }

    @Test
    void residencyOfTheTenant_leavesPoolsWithItsLabelOnly() {
        assertEquals(List.of(LARGE), variants(chosen(decide(ask("auto"), EU))));
    }

    @Test
    void residencyOfTheRequest_bindsToo() {
        assertEquals(List.of(LARGE), variants(chosen(decide(ask("auto").within("eu"), TenantRule.NONE))));
    }

    @Test
    void residencies_ofTenantAndRequest_bindBoth() {
        Choice.Barred barred =
                assertInstanceOf(Choice.Barred.class, decide(ask("auto").within("us"), EU));

        assertEquals(Bar.Kind.RESIDENCY, barred.by());
        assertTrue(barred.message().contains("outside residency"), barred.message());
    }

    @Test
    void barredVariants_changeNoRate_andAreNoNearestPoint() {
        Choice.UtilityUnreachable none = assertInstanceOf(
                Choice.UtilityUnreachable.class,
                decide(World.wishes("auto", .8, null, null, Lane.REALTIME, Set.of()), NOT_LARGE));

        assertEquals(MEDIUM, Objects.requireNonNull(none.nearest()).variant());
    }

    @Test
    void project_narrowsItsOrganisation_andMayHaveItsOwnRate() {
        ExchangeRate own = new ExchangeRate(NanoUsd.of(1_000));
        TenantRule project = new TenantRule(own, List.of(Set.of("large", "small")), Set.of("de"))
                .within(new TenantRule(new ExchangeRate(NanoUsd.of(9)), NOT_LARGE.allowed(), Set.of("eu")));

        assertEquals(own, project.exchangeRate());
        assertEquals(Set.of("eu", "de"), project.residency());
        assertEquals(
                List.of("small-1"),
                World.up().catalogue.variants().stream()
                        .filter(project::allows)
                        .map(variant -> variant.id().value())
                        .toList());
    }

    @Test
    void rulesOnThePath_narrowTheConfigurations_andTheInnermostIsPreferred() {
        TenantRule configured = new TenantRule(
                new ExchangeRate(NanoUsd.of(9)), List.of(Set.of("medium", "small")), Set.of("eu"), .1, true, null);
        RoutingRule organisation = new RoutingRule(Set.of("medium-1", "large"), "gdpr", NanoUsd.of(1_000), null, false);
        RoutingRule project = new RoutingRule(
                Set.of(),
                "",
                NanoUsd.of(2_000),
                .2,
                null,
                "best-within-cost",
                .7,
                new RoutingRule.Trial("t", "knee", NanoUsd.of(3_000), .4, .25, false),
                RoutingRule.Engagement.NONE);

        TenantRule rule = ((TenantRules) _ -> configured).of(Rig.TENANT, List.of(organisation, project));

        assertEquals(new ExchangeRate(NanoUsd.of(2_000)), rule.exchangeRate());
        assertEquals(.2, rule.explorationShare());
        assertEquals(
                new PolicyTrial(
                        "t", new OtherPolicy(Policy.Name.KNEE, new ExchangeRate(NanoUsd.of(3_000)), .4), .25, false),
                rule.trial());
        assertEquals(new Preference(Policy.Name.BEST_WITHIN_COST, .7), rule.preference());
        assertEquals(false, rule.paysForHedges());
        assertEquals(Set.of("eu", "gdpr"), rule.residency());
        assertEquals(
                List.of("medium-1"),
                World.up().catalogue.variants().stream()
                        .filter(rule::allows)
                        .map(variant -> variant.id().value())
                        .toList());
        assertEquals(configured, ((TenantRules) _ -> configured).of(Rig.TENANT, List.of()));
    }

    private static Choice decide(Wishes wishes, TenantRule rule) {
        World world = World.up();
        Pool small = world.catalogue.pools().getFirst();
        Pool large = world.catalogue.pools().getLast();
        Catalogue catalogue = new Catalogue(
                world.catalogue.variants(),
                List.of(small, new Pool(large.id(), large.lanes(), large.variants(), Set.of("eu"))),
                Instant.EPOCH);
        return new Decide(World.DEFAULTS)
                .decide(
                        wishes,
                        new CatalogueEstimates("", catalogue),
                        catalogue,
                        Candidates.of(catalogue, world.prices, world.up, wishes, rule, Tried.NOTHING),
                        World.TERMS);
    }

    private static Choice.Chosen chosen(Choice choice) {
        return assertInstanceOf(Choice.Chosen.class, choice);
    }

    private static List<VariantId> variants(Choice.Chosen chosen) {
        return chosen.options().stream().map(option -> option.variant().id()).toList();
    }
}
