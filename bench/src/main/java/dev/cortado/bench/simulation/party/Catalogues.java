package dev.cortado.bench.simulation.party;

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
import dev.cortado.router.fleet.Node;
import dev.cortado.router.fleet.Occupancy;
import dev.cortado.router.fleet.VariantLoad;
import dev.cortado.router.price.PriceBook;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// What there is to route to: two variants in one pool that every node of it serves, at prices that do not divide
/// evenly, so that each attempt is rounded.
public final class Catalogues {

    static final VariantId SMALL = new VariantId("small-1");
    static final VariantId LARGE = new VariantId("large-1");
    static final List<VariantId> VARIANTS = List.of(SMALL, LARGE);
    static final PoolId POOL = new PoolId("pool");
    static final int CONTEXT = 2_048;
    public static final int TEMPLATE_FIXED = 20;
    public static final int TEMPLATE_PER_MESSAGE = 5;
    private static final PriceVersion VERSION = new PriceVersion("v1");

    static final Catalogue CATALOGUE = new Catalogue(
            List.of(variant(SMALL, "small", .5), variant(LARGE, "large", .8)),
            List.of(new Pool(POOL, Set.of(Lane.REALTIME), VARIANTS)),
            Instant.EPOCH);

    /// The dearer of the two price lists: no attempt costs more.
    public static final TokenPriceList DEAREST = prices(1_833_333_333, 9_777_777_777L);

    static final PriceBook PRICES = new PriceBook(
            VERSION,
            Instant.EPOCH,
            List.of(
                    new PriceBook.Row(SMALL, null, Lane.REALTIME, prices(233_333_333, 877_777_777)),
                    new PriceBook.Row(LARGE, null, Lane.REALTIME, DEAREST)));

    private Catalogues() {}

    private static TokenPriceList prices(long prompt, long completion) {
        return new TokenPriceList(
                VERSION,
                new PicoUsdPerToken(prompt),
                new PicoUsdPerToken(prompt),
                PicoUsdPerToken.FREE,
                new PicoUsdPerToken(completion));
    }

    private static Variant variant(VariantId id, String tier, double utility) {
        return new Variant(
                id,
                tier,
                "Apache-2.0",
                TokenCount.of(CONTEXT),
                utility,
                false,
                TokenCount.of(100),
                new Rates(500, 100));
    }

    static Node node(
            NodeId id,
            NodeIncarnation incarnation,
            int busySlots,
            int queueDepth,
            boolean metering,
            long receivedNanos) {
        Occupancy occupancy = new Occupancy(SteppedEngine.SLOTS, busySlots, queueDepth, SteppedEngine.QUEUE_DEPTH_MAX);
        return new Node(
                id,
                incarnation,
                id.value(),
                POOL,
                Set.of(Lane.REALTIME),
                VARIANTS.stream().map(variant -> load(variant, occupancy)).toList(),
                false,
                metering,
                receivedNanos);
    }

    private static VariantLoad load(VariantId variant, Occupancy occupancy) {
        return new VariantLoad(
                variant,
                true,
                TokenCount.of(CONTEXT),
                occupancy,
                TokenCount.of(TEMPLATE_FIXED),
                TokenCount.of(TEMPLATE_PER_MESSAGE),
                null,
                Set.of("stop"));
    }
}
