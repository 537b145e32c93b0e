package dev.cortado.router.decide;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.router.catalogue.Variant;
import dev.cortado.router.tenant.RoutingRule;
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
/// @param preference where its requests leave the choice to the router
public record TenantRule(
        @Nullable ExchangeRate exchangeRate,
        List<Set<String>> allowed,
        Set<String> residency,
        @Nullable Double explorationShare,
        @Nullable Boolean paysForHedges,
        @Nullable PolicyTrial trial,
        Preference preference) {

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

    /// Which prefers what is configured for all.
    public TenantRule(
            @Nullable ExchangeRate exchangeRate,
            List<Set<String>> allowed,
            Set<String> residency,
            @Nullable Double explorationShare,
            @Nullable Boolean paysForHedges,
            @Nullable PolicyTrial trial) {
        this(exchangeRate, allowed, residency, explorationShare, paysForHedges, trial, Preference.NONE);
    }

    public TenantRule {
        if (explorationShare != null && !(explorationShare >= 0 && explorationShare <= 1)) {
            throw new IllegalArgumentException("a share is 0 to 1, not " + explorationShare);
        }
        allowed = allowed.stream().map(Set::copyOf).toList();
        residency = Set.copyOf(residency);
    }

    /// What administration set for a node.
    public static TenantRule of(RoutingRule rule) {
        NanoUsd perUtility = rule.perUtility();
        String policy = rule.policy();
        RoutingRule.Trial trial = rule.trial();
        return new TenantRule(
                perUtility == null ? null : new ExchangeRate(perUtility),
                rule.variants().isEmpty() ? List.of() : List.of(rule.variants()),
                rule.residency().isEmpty() ? Set.of() : Set.of(rule.residency()),
                rule.explorationShare(),
                rule.paysForHedges(),
                trial == null ? null : PolicyTrial.of(trial),
                new Preference(policy == null ? null : Policy.Name.of(policy), rule.utilityMin()));
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
                trial == null ? whole.trial : trial,
                preference.within(whole.preference));
    }

    public boolean allows(Variant variant) {
        return allowed.stream()
                .allMatch(names -> names.contains(variant.id().value()) || names.contains(variant.tier()));
    }
}
