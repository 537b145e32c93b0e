package dev.cortado.router.tenant;

import dev.cortado.contracts.unit.NanoUsd;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How requests of a node of the tenant tree, and of what is below it, are routed, as accounting has it from
/// administration. What is empty or null says nothing.
///
/// @param variants ids of variants and names of tiers that may answer
/// @param residency label that a pool must have
/// @param perUtility what the whole utility of one answer is worth; above 0
/// @param explorationShare of the requests in which chance chooses, 0..1
/// @param paysForHedges whether it pays for both attempts of a hedge
/// @param policy by its word, of `auto` where a request names neither a policy nor a utility
/// @param utilityMin that `auto` prefers at least, 0..1
/// @param trial of another policy
/// @param engagement what engagement with an answer counts for
public record RoutingRule(
        Set<String> variants,
        String residency,
        @Nullable NanoUsd perUtility,
        @Nullable Double explorationShare,
        @Nullable Boolean paysForHedges,
        @Nullable String policy,
        @Nullable Double utilityMin,
        @Nullable Trial trial,
        Engagement engagement) {

    /// The utility that an answer counts for once a reader did this, 0..1; null says nothing.
    public record Engagement(
            @Nullable Double opened,
            @Nullable Double clicked,
            @Nullable Double replied) {
        public static final Engagement NONE = new Engagement(null, null, null);
    }

    /// Another policy that is tried, by accounting's word.
    ///
    /// @param policy by its word
    /// @param perUtility what the whole utility of one answer is worth under it; null as for other requests
    /// @param utilityMin that it prefers at least, 0..1; null as for other requests
    /// @param share of the requests that leave the choice to the router
    /// @param isShadow whether it only says what it would have chosen
    public record Trial(
            String name,
            String policy,
            @Nullable NanoUsd perUtility,
            @Nullable Double utilityMin,
            double share,
            boolean isShadow) {}

    /// Which leaves the preferences of `auto` as they are, and tries nothing.
    public RoutingRule(
            Set<String> variants,
            String residency,
            @Nullable NanoUsd perUtility,
            @Nullable Double explorationShare,
            @Nullable Boolean paysForHedges) {
        this(variants, residency, perUtility, explorationShare, paysForHedges, null, null, null, Engagement.NONE);
    }

    public RoutingRule {
        variants = Set.copyOf(variants);
    }
}
