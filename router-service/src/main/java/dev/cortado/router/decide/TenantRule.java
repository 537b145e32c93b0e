package dev.cortado.router.decide;

import dev.cortado.router.catalogue.Variant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a tenant's requests are bound to, whatever they ask for.
///
/// @param exchangeRate what utility is worth to it, null where nobody said
/// @param allowed names of variants and tiers, of each set one: none bars nothing
/// @param residency labels that a pool must have, all of them
/// @param explorationShare of its requests in which chance chooses, 0..1; null where nobody said
/// @param paysForHedges whether it pays for both attempts of a hedge; null where nobody said, which is no
/// @param trial of another policy; null where it tries none
public record TenantRule(
        @Nullable ExchangeRate exchangeRate,
        List<Set<String>> allowed,
        Set<String> residency,
        @Nullable Double explorationShare,
        @Nullable Boolean paysForHedges,
        @Nullable PolicyTrial trial) {

    /// Bound to nothing.
    public static final TenantRule NONE = new TenantRule(null, List.of(), Set.of());

    /// Without a share of its own for exploration.
    public TenantRule(@Nullable ExchangeRate exchangeRate, List<Set<String>> allowed, Set<String> residency) {
        this(exchangeRate, allowed, residency, null);
    }

    /// Which leaves hedges to the operator, and tries no other policy.
    public TenantRule(
            @Nullable ExchangeRate exchangeRate,
            List<Set<String>> allowed,
            Set<String> residency,
            @Nullable Double explorationShare) {
        this(exchangeRate, allowed, residency, explorationShare, null, null);
    }

    public TenantRule {
        if (explorationShare != null && !(explorationShare >= 0 && explorationShare <= 1)) {
            throw new IllegalArgumentException("a share is 0 to 1, not " + explorationShare);
        }
        allowed = allowed.stream().map(Set::copyOf).toList();
        residency = Set.copyOf(residency);
    }

    /// This rule of a part, within that of the whole: it may narrow what the whole allows, never widen it.
    public TenantRule within(TenantRule whole) {
        List<Set<String>> both = new ArrayList<>(whole.allowed);
        both.addAll(allowed);
        Set<String> labels = new HashSet<>(whole.residency);
        labels.addAll(residency);
        return new TenantRule(
                exchangeRate == null ? whole.exchangeRate : exchangeRate,
                both,
                labels,
                explorationShare == null ? whole.explorationShare : explorationShare,
                paysForHedges == null ? whole.paysForHedges : paysForHedges,
                trial == null ? whole.trial : trial);
    }

    public boolean allows(Variant variant) {
        return allowed.stream()
                .allMatch(names -> names.contains(variant.id().value()) || names.contains(variant.tier()));
    }
}
