package dev.cortado.router.decide;

import static dev.cortado.router.decide.World.LARGE;
import static dev.cortado.router.decide.World.MEDIUM;
import static dev.cortado.router.decide.World.SMALL;
import static dev.cortado.router.decide.World.ask;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.catalogue.Measurement;
import dev.cortado.router.catalogue.Measurements;
import dev.cortado.router.catalogue.Pool;
import dev.cortado.router.catalogue.Rates;
import dev.cortado.router.catalogue.Tasks;
import dev.cortado.router.catalogue.Variant;
import dev.cortado.router.estimate.CatalogueEstimates;
import dev.cortado.router.estimate.UtilityEstimate.Basis;
import dev.cortado.router.fleet.Occupancy;
import dev.cortado.router.price.PriceBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Choices for requests with a prompt profile, where a small variant was fine-tuned for one task.
class ProfileDecideTest {

    private static final VariantId BRAND = new VariantId("small-1-brand");
    private static final Occupancy IDLE = new Occupancy(4, 0, 0, 8);
    private static final WishedProfile MARKETING = new WishedProfile("marketing", 1_200);
    private static final WishedProfile PLAIN = new WishedProfile("", 1_200);

    @Test
    void auto_withTheProfileOfItsTask_takesTheFineTunedVariant() {
        Choice.Chosen chosen = decide(ask("auto").with(MARKETING));

        assertEquals(BRAND, chosen.options().getFirst().variant().id());
        assertEquals(.975, considered(chosen, BRAND).utility());
    }

    @Test
    void tier_withTheProfileOfItsTask_prefersTheFineTunedVariant() {
        assertEquals(List.of(BRAND, SMALL), variants(decide(ask("small").with(MARKETING))));
    }

    @Test
    void auto_withoutTheProfileOrWithAnother_neverTakesIt() {
        assertEquals(List.of(MEDIUM, LARGE, SMALL), variants(decide(ask("auto"))));
        assertEquals(List.of(MEDIUM, LARGE, SMALL), variants(decide(ask("auto").with(PLAIN))));
    }

    @Test
    void utility_onTheTask_isWhatWasMeasuredThere() {
        Choice.Chosen chosen = decide(ask("auto").with(MARKETING));

        assertEquals(.3, considered(chosen, SMALL).utility());
        assertEquals(.819, considered(chosen, LARGE).utility());
    }

    @Test
    void utility_measuredOnItsOwnTask_isTheFineTunedVariantsOnThatTask_andNoGeneralOnes() {
        Variant brand = with(World.up().catalogue.variants().getFirst(), BRAND, .1, true, fineTuned(.975));
        Variant small = with(brand, SMALL, .425, false, measured(.3));
        Catalogue measured = new Catalogue(
                        List.of(brand, small),
                        List.of(new Pool(new PoolId("cpu-small"), Set.of(Lane.REALTIME), List.of(BRAND, SMALL))),
                        Instant.EPOCH)
                .with(new Measurements(
                        "1",
                        "1",
                        List.of(measurement(BRAND, "marketing", .9), measurement(SMALL, Measurement.ALL_TASKS, .5)),
                        List.of()));

        assertEquals(.9, measured.variants().getFirst().utilityOn("marketing"));
        assertTrue(measured.variants().getFirst().specialised());
        assertEquals(.3, measured.variants().getLast().utilityOn("marketing"));
        assertEquals(.5, measured.variants().getLast().utilityOn(""));
        assertEquals(Basis.CALIBRATED, basis(measured, "marketing", BRAND));
        assertEquals(Basis.PROVISIONAL, basis(measured, "marketing", SMALL));
        assertEquals(Basis.CALIBRATED, basis(measured, "", SMALL));
    }

    private static Basis basis(Catalogue catalogue, String task, VariantId variant) {
        return new CatalogueEstimates(task, catalogue)
                .utility(catalogue.variant(variant).orElseThrow())
                .basis();
    }

    private static Measurement measurement(VariantId variant, String task, double utility) {
        return new Measurement(
                variant,
                new PoolId("cpu-small"),
                task,
                Optional.of(new Measurement.Utility(utility, utility, utility, 60, Map.of())),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                List.of(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                "",
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }

    @Test
    void hold_ofAGeneralVariant_paysForTheProfile_thatOfTheFineTunedOneDoesNot() {
        TokenCount large = option(decide(ask("large")), LARGE).estimate().promptAtMost();
        TokenCount largeWithProfile =
                option(decide(ask("large").with(MARKETING)), LARGE).estimate().promptAtMost();
        TokenCount brand =
                option(decide(ask("auto").with(MARKETING)), BRAND).estimate().promptAtMost();

        // A token is at least a byte; the profile may be a message of its own, of 5 tokens of template.
        assertEquals(large.count() + 1_200 + 2 + 5, largeWithProfile.count());
        assertEquals(large, brand);
        assertTrue(option(decide(ask("large").with(MARKETING)), LARGE)
                        .estimate()
                        .hold()
                        .want()
                        .compareTo(option(decide(ask("large")), LARGE)
                                .estimate()
                                .hold()
                                .want())
                > 0);
    }

    @Test
    void namedByItself_withAProfileOfNoTask_getsTheTextLikeAnyOther() {
        Choice.Chosen chosen = decide(ask(BRAND.value()).with(PLAIN));

        assertEquals(
                400 + 20 + 5 + 1_200 + 2 + 5,
                option(chosen, BRAND).estimate().promptAtMost().count());
    }

    private static Choice.Chosen decide(Wishes wishes) {
        World world = World.up();
        world.up.set(0, World.node("cpu-small-1", "cpu-small", load(SMALL), load(MEDIUM), load(BRAND)));
        List<Variant> variants = new ArrayList<>();
        for (Variant variant : world.catalogue.variants()) {
            variants.add(variant.id().equals(SMALL) ? with(variant, SMALL, .425, false, measured(.3)) : variant);
        }
        variants.add(with(variants.getFirst(), BRAND, .1, true, fineTuned(.975)));
        Catalogue catalogue = new Catalogue(
                variants,
                List.of(
                        new Pool(new PoolId("cpu-small"), Set.of(Lane.REALTIME), List.of(SMALL, MEDIUM, BRAND)),
                        world.catalogue.pools().getLast()),
                Instant.EPOCH);
        List<PriceBook.Row> rows = new ArrayList<>(world.prices.rows());
        PriceBook.Row small = rows.getFirst();
        rows.add(new PriceBook.Row(BRAND, null, Lane.REALTIME, small.prices()));
        PriceBook prices = new PriceBook(world.prices.version(), world.prices.effectiveAt(), rows);
        List<Candidate> candidates = Candidates.of(catalogue, prices, world.up, wishes, TenantRule.NONE, Tried.NOTHING);
        return assertInstanceOf(
                Choice.Chosen.class,
                new Decide(World.DEFAULTS)
                        .decide(
                                wishes,
                                new CatalogueEstimates(wishes.task(), catalogue),
                                catalogue,
                                candidates,
                                World.TERMS));
    }

    private static Tasks measured(double utility) {
        return new Tasks(Set.of(), Map.of("marketing", utility));
    }

    private static Tasks fineTuned(double utility) {
        return new Tasks(Set.of("marketing"), Map.of("marketing", utility));
    }

    private static Variant with(Variant like, VariantId id, double utility, boolean specialised, Tasks tasks) {
        Rates rates = like.provisionalRates();
        return new Variant(
                id,
                like.tier(),
                like.licence(),
                like.context(),
                utility,
                true,
                like.completionTypical(),
                rates,
                specialised,
                tasks);
    }

    private static dev.cortado.router.fleet.VariantLoad load(VariantId variant) {
        return World.load(variant, IDLE);
    }

    private static Option option(Choice.Chosen chosen, VariantId variant) {
        return chosen.options().stream()
                .filter(option -> option.variant().id().equals(variant))
                .findFirst()
                .orElseThrow();
    }

    private static Considered considered(Choice.Chosen chosen, VariantId variant) {
        return chosen.considered().stream()
                .filter(each -> each.variant().equals(variant))
                .findFirst()
                .orElseThrow();
    }

    private static List<VariantId> variants(Choice.Chosen chosen) {
        return chosen.options().stream().map(option -> option.variant().id()).toList();
    }
}
