package dev.cortado.router.decide;

import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.catalogue.Pool;
import dev.cortado.router.catalogue.Variant;
import dev.cortado.router.fleet.Node;
import dev.cortado.router.fleet.VariantLoad;
import dev.cortado.router.price.PriceBook;
import java.util.ArrayList;
import java.util.List;

/// Lists the candidates of a request from the catalogue, the price book and the nodes that are up.
public final class Candidates {

    /// A node that failed a reservation with a variant, and is not tried with it again.
    public record Failed(NodeId node, VariantId variant) {}

    private Candidates() {}

    /// @param tried what the request's earlier attempts have shown
    public static List<Candidate> of(
            Catalogue catalogue, PriceBook prices, List<Node> up, Wishes wishes, TenantRule rule, Tried tried) {
        Lane lane = wishes.lane();
        List<Candidate> candidates = new ArrayList<>();
        for (Variant variant : catalogue.named(wishes.model(), wishes.task())) {
            for (Pool pool : catalogue.poolsOf(variant)) {
                candidates.add(new Candidate(
                        variant,
                        pool.id(),
                        lane,
                        pool.lanes().contains(lane),
                        prices.price(variant.id(), pool.id(), lane).orElse(null),
                        places(variant, pool, lane, up, tried),
                        Bar.of(rule, wishes, variant, pool).orElse(null),
                        tried.overlong()));
            }
        }
        return candidates;
    }

    private static List<Candidate.Place> places(Variant variant, Pool pool, Lane lane, List<Node> up, Tried tried) {
        return up.stream()
                .filter(node -> node.pool().equals(pool.id())
                        && node.lanes().contains(lane)
                        && !tried.failed().contains(new Failed(node.id(), variant.id())))
                .flatMap(node -> node
                        .load(variant.id())
                        .filter(VariantLoad::ready)
                        .filter(load -> !tried.overlong().contradicts(node.id(), load))
                        .stream()
                        .map(load -> new Candidate.Place(node, load)))
                .toList();
    }
}
