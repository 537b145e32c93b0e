package dev.cortado.router.decide;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.NodeIncarnation;
import dev.cortado.contracts.unit.PicoUsdPerToken;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.PriceVersion;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.catalogue.Pool;
import dev.cortado.router.catalogue.Rates;
import dev.cortado.router.catalogue.Variant;
import dev.cortado.router.estimate.CatalogueEstimates;
import dev.cortado.router.estimate.Estimates;
import dev.cortado.router.fleet.Node;
import dev.cortado.router.fleet.Occupancy;
import dev.cortado.router.fleet.VariantLoad;
import dev.cortado.router.hold.BudgetView;
import dev.cortado.router.price.PriceBook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The catalogue's three tiers in two pools, at the demo's prices.
public final class World {

    public static final VariantId SMALL = new VariantId("small-1");
    public static final VariantId MEDIUM = new VariantId("medium-1");
    public static final VariantId LARGE = new VariantId("large-1");
    public static final PolicyDefaults DEFAULTS = new PolicyDefaults(.6, Policy.Name.KNEE, .1);
    /// Money without a limit, and nobody who says what utility is worth.
    public static final Terms TERMS = new Terms(new BudgetView.Unlimited(), 0, null);
    private static final Occupancy IDLE = new Occupancy(4, 0, 0, 8);

    public final Catalogue catalogue = new Catalogue(
            List.of(
                    variant(SMALL, "small", .425, new Rates(1_400, 256)),
                    variant(MEDIUM, "medium", .678, new Rates(228, 34)),
                    variant(LARGE, "large", .819, new Rates(174, 16))),
            List.of(
                    new Pool(new PoolId("cpu-small"), Set.of(Lane.REALTIME), List.of(SMALL, MEDIUM)),
                    new Pool(new PoolId("cpu-large"), Set.of(Lane.REALTIME), List.of(LARGE))),
            Instant.EPOCH);
    public PriceBook prices = new PriceBook(
            new PriceVersion("demo-1"),
            Instant.EPOCH,
            List.of(row(SMALL, "0.02", "0.08"), row(MEDIUM, "0.10", "0.50"), row(LARGE, "0.18", "1.00")));
    public final List<Node> up = new ArrayList<>();

    /// Everything up and idle.
    public static World up() {
        World world = new World();
        world.up.add(node("cpu-small-1", "cpu-small", load(SMALL, IDLE), load(MEDIUM, IDLE)));
        world.up.add(node("cpu-large-1", "cpu-large", load(LARGE, IDLE)));
        return world;
    }

    public Choice decide(Wishes wishes) {
        return decide(wishes, Set.of());
    }

    public Choice decide(Wishes wishes, Set<Candidates.Failed> failed) {
        return decide(wishes, failed, new CatalogueEstimates(wishes.task(), catalogue));
    }

    public Choice decide(Wishes wishes, Set<Candidates.Failed> failed, Estimates estimates) {
        return decide(wishes, failed, estimates, TERMS);
    }

    public Choice decide(Wishes wishes, Terms terms) {
        return decide(wishes, Set.of(), new CatalogueEstimates(wishes.task(), catalogue), terms);
    }

    public Choice decide(Wishes wishes, Set<Candidates.Failed> failed, Estimates estimates, Terms terms) {
        return decide(wishes, Tried.of(failed), estimates, terms);
    }

    /// After attempts whose nodes found the prompt too long.
    public Choice decide(Wishes wishes, Overlong overlong) {
        return decide(wishes, new Tried(Set.of(), overlong), new CatalogueEstimates(wishes.task(), catalogue), TERMS);
    }

    private Choice decide(Wishes wishes, Tried tried, Estimates estimates, Terms terms) {
        List<Candidate> candidates = Candidates.of(catalogue, prices, up, wishes, TenantRule.NONE, tried);
        return new Decide(DEFAULTS).decide(wishes, estimates, catalogue, candidates, terms);
    }

    public static Node node(String id, String pool, VariantLoad... loads) {
        return new Node(
                new NodeId(id),
                new NodeIncarnation(id + "-a"),
                "127.0.0.1:1",
                new PoolId(pool),
                Set.of(Lane.REALTIME),
                List.of(loads),
                false,
                true,
                0);
    }

    public static VariantLoad load(VariantId variant, Occupancy occupancy) {
        return load(variant, occupancy, 8_192);
    }

    /// @param context tokens of it, 0 where no limit is known
    public static VariantLoad load(VariantId variant, Occupancy occupancy, long context) {
        return new VariantLoad(
                variant,
                true,
                TokenCount.of(context),
                occupancy,
                TokenCount.of(20),
                TokenCount.of(5),
                null,
                Set.of("stop"));
    }

    /// A request of 400 bytes in one message for up to 1,024 tokens, which the client did not name itself.
    public static Wishes ask(String model) {
        return wishes(model, null, null, null, Lane.REALTIME, Set.of());
    }

    /// The same for a prompt of this many bytes.
    public static Wishes ask(String model, @Nullable Double utilityMin, long promptBytes) {
        return new Wishes(
                model, Lane.REALTIME, promptBytes, 1, TokenCount.of(1_024), false, utilityMin, null, null, Set.of());
    }

    public static Wishes wishes(
            String model,
            @Nullable Double utilityMin,
            @Nullable NanoUsd costMax,
            @Nullable Duration latencyMax,
            Lane lane,
            Set<String> capabilities) {
        return new Wishes(
                model, lane, 400, 1, TokenCount.of(1_024), false, utilityMin, costMax, latencyMax, capabilities);
    }

    private static Variant variant(VariantId id, String tier, double utility, Rates rates) {
        return new Variant(id, tier, "Apache-2.0", TokenCount.of(8_192), utility, true, TokenCount.of(200), rates);
    }

    private static PriceBook.Row row(VariantId variant, String prompt, String completion) {
        PicoUsdPerToken promptPrice = PicoUsdPerToken.ofUsdPerMillionTokens(prompt);
        return new PriceBook.Row(
                variant,
                null,
                Lane.REALTIME,
                new TokenPriceList(
                        new PriceVersion("demo-1"),
                        promptPrice,
                        promptPrice,
                        PicoUsdPerToken.FREE,
                        PicoUsdPerToken.ofUsdPerMillionTokens(completion)));
    }
}
