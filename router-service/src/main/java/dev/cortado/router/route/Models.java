package dev.cortado.router.route;

import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.router.catalogue.Catalogue;
import dev.cortado.router.catalogue.CurrentCatalogue;
import dev.cortado.router.catalogue.Lane;
import dev.cortado.router.catalogue.Pool;
import dev.cortado.router.catalogue.Variant;
import dev.cortado.router.decide.RulesInForce;
import dev.cortado.router.fleet.Fleet;
import dev.cortado.router.fleet.Node;
import dev.cortado.router.fleet.VariantLoad;
import dev.cortado.router.price.PriceBook;
import dev.cortado.router.price.Prices;
import dev.cortado.router.session.Sessions;
import dev.cortado.router.tenant.Tenant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Every name that a request may give as its model, and what stands behind it now.
public final class Models {

    private final CurrentCatalogue current;
    private final Fleet fleet;
    private final Prices prices;
    private final Sessions sessions;
    private final RulesInForce rules;

    public Models(Router.Parts parts, RulesInForce rules) {
        this.current = parts.catalogue();
        this.fleet = parts.fleet();
        this.prices = parts.prices();
        this.sessions = parts.sessions();
        this.rules = rules;
    }

    /// What a name is.
    public enum Kind {
        AUTO,
        TIER,
        VARIANT
    }

    /// @param variant the variant meant; of several the most useful, null for `auto`
    /// @param available whether a node that is up has it loaded
    /// @param prices in the first of its pools that has a price, null for `auto` or without a price
    public record Model(
            String id,
            Kind kind,
            @Nullable Variant variant,
            List<PoolId> pools,
            boolean available,
            TokenCount context,
            double utility,
            boolean utilityProvisional,
            @Nullable TokenPriceList prices,
            Instant since) {}

    /// What a tenant may use; where accounting does not tell its rules, by the configuration's alone. This is no
    /// permission: each request is decided by what binds it.
    public CompletionStage<List<Model>> list(Tenant tenant) {
        return rules.of(tenant).thenApply(rule -> list(current.now().allowing(rule::allows)));
    }

    /// All that there is, for who asks in no tenant's name.
    public List<Model> list() {
        return list(current.now());
    }

    private List<Model> list(Catalogue catalogue) {
        List<Node> up = fleet.up();
        List<Model> models = new ArrayList<>();
        models.add(model(catalogue, Catalogue.AUTO, Kind.AUTO, up));
        catalogue.tiers().forEach(tier -> models.add(model(catalogue, tier, Kind.TIER, up)));
        catalogue
                .variants()
                .forEach(variant -> models.add(model(catalogue, variant.id().value(), Kind.VARIANT, up)));
        return models;
    }

    private Model model(Catalogue catalogue, String id, Kind kind, List<Node> up) {
        List<Variant> variants = catalogue.named(id);
        Optional<Variant> best = variants.stream().max(Comparator.comparingDouble(Variant::utility));
        List<PoolId> pools = variants.stream()
                .flatMap(variant -> catalogue.poolsOf(variant).stream())
                .map(Pool::id)
                .distinct()
                .toList();
        return new Model(
                id,
                kind,
                kind == Kind.AUTO ? null : best.orElse(null),
                pools,
                variants.stream().anyMatch(variant -> isLoaded(variant, up)),
                variants.stream()
                        .map(Variant::context)
                        .max(Comparator.naturalOrder())
                        .orElse(TokenCount.ZERO),
                best.map(Variant::utility).orElse(0.0),
                variants.stream().anyMatch(Variant::utilityProvisional),
                kind == Kind.AUTO
                        ? null
                        : best.flatMap(variant -> price(catalogue, variant)).orElse(null),
                catalogue.since());
    }

    private Optional<TokenPriceList> price(Catalogue catalogue, Variant variant) {
        Optional<PriceBook> book = prices.at(sessions.accountingNow());
        return book.flatMap(present -> catalogue.poolsOf(variant).stream()
                .flatMap(pool -> present.price(variant.id(), pool.id(), Lane.REALTIME).stream())
                .findFirst());
    }

    private static boolean isLoaded(Variant variant, List<Node> up) {
        return up.stream().flatMap(node -> node.load(variant.id()).stream()).anyMatch(VariantLoad::ready);
    }
}
