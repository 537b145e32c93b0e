package dev.cortado.router.catalogue;

import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.VariantId;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Everything this platform can route to.
///
/// @param since when the catalogue last changed
/// @param measurements what is known of variants by measuring them
public record Catalogue(List<Variant> variants, List<Pool> pools, Instant since, Measurements measurements) {

    /// The model name that leaves the choice to the router.
    public static final String AUTO = "auto";

    /// One of which nothing was measured yet.
    public Catalogue(List<Variant> variants, List<Pool> pools, Instant since) {
        this(variants, pools, since, Measurements.NONE);
    }

    /// Of a pool; none of one that is not known.
    public Set<String> labels(PoolId pool) {
        return pools.stream()
                .filter(each -> each.id().equals(pool))
                .findFirst()
                .map(Pool::labels)
                .orElse(Set.of());
    }

    public Catalogue {
        variants = List.copyOf(variants);
        pools = List.copyOf(pools);
        Set<String> names = new HashSet<>(Set.of(AUTO));
        Set<VariantId> known = new HashSet<>();
        for (Variant variant : variants) {
            if (!names.add(variant.id().value())) {
                throw new IllegalArgumentException("the catalogue names " + variant.id() + " twice");
            }
            known.add(variant.id());
        }
        for (Variant variant : variants) {
            if (names.contains(variant.tier())) {
                throw new IllegalArgumentException("tier " + variant.tier() + " has the name of a variant");
            }
        }
        for (Pool pool : pools) {
            pool.variants().stream()
                    .filter(id -> !known.contains(id))
                    .findFirst()
                    .ifPresent(id -> {
                        throw new IllegalArgumentException("pool " + pool.id() + " names an unknown variant: " + id);
                    });
        }
    }

    /// The same with what was measured in place of what was believed. Measurements of variants that are not there are
    /// kept and mean nothing.
    public Catalogue with(Measurements measured) {
        return new Catalogue(
                variants.stream()
                        .map(variant -> measured.utilityOf(variant.id())
                                .map(variant::with)
                                .orElse(variant))
                        .toList(),
                pools,
                since,
                measured);
    }

    /// The same without some of its variants.
    ///
    /// @param which remain
    public Catalogue allowing(Predicate<Variant> which) {
        List<Variant> remaining = variants.stream().filter(which).toList();
        if (remaining.size() == variants.size()) {
            return this;
        }
        Set<VariantId> ids = new HashSet<>();
        remaining.forEach(variant -> ids.add(variant.id()));
        return new Catalogue(
                remaining,
                pools.stream()
                        .map(pool -> new Pool(
                                pool.id(),
                                pool.lanes(),
                                pool.variants().stream().filter(ids::contains).toList(),
                                pool.labels()))
                        .toList(),
                since,
                measurements);
    }

    /// The variants a model name stands for: all for `auto`, those of a tier, one, or none. A specialised one is meant
    /// by its own name only.
    public List<Variant> named(String model) {
        return named(model, "");
    }

    /// The same for a request of a task, where those trained for it are meant too.
    ///
    /// @param task empty for none
    public List<Variant> named(String model, String task) {
        return variants.stream()
                .filter(variant -> model.equals(variant.id().value())
                        || ((!variant.specialised() || variant.covers(task))
                                && (model.equals(AUTO) || model.equals(variant.tier()))))
                .toList();
    }

    /// Every task that a variant was trained for.
    public Set<String> tasks() {
        Set<String> tasks = new TreeSet<>();
        variants.forEach(variant -> tasks.addAll(variant.tasks().fineTunedFor()));
        return tasks;
    }

    public Optional<Variant> variant(VariantId id) {
        return variants.stream().filter(variant -> variant.id().equals(id)).findFirst();
    }

    /// The pools that run a variant.
    public List<Pool> poolsOf(Variant variant) {
        return pools.stream()
                .filter(pool -> pool.variants().contains(variant.id()))
                .toList();
    }

    /// The tiers, in the catalogue's order.
    public Set<String> tiers() {
        Set<String> tiers = new LinkedHashSet<>();
        variants.stream().filter(variant -> !variant.specialised()).forEach(variant -> tiers.add(variant.tier()));
        return tiers;
    }

    /// Every name that a request may give as its model.
    public List<String> models() {
        return Stream.of(
                        Stream.of(AUTO),
                        tiers().stream(),
                        variants.stream().map(variant -> variant.id().value()))
                .flatMap(names -> names)
                .toList();
    }
}
