package dev.cortado.accounting.tenant;

import dev.cortado.accounting.routing.RoutingRule;
import dev.cortado.accounting.routing.Trial;
import dev.cortado.contracts.unit.NanoUsd;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tenants, keys, limits and prices as administration shows them.
public final class TenantViews {

    private TenantViews() {}

    /// @param identity how far Keycloak is with it: provisioned, pending, or failed, with the reason
    public record Organisation(String id, String name, String state, String identity, Instant createdAt) {}

    /// @param state active or suspended
    public record Team(String id, String organisation, String name, String state, Instant createdAt) {}

    /// @param state active or suspended
    public record Project(String id, String organisation, String team, String name, String state, Instant createdAt) {}

    /// @param state active, suspended or revoked
    public record Key(
            String id,
            String publicId,
            String organisation,
            String project,
            String name,
            String state,
            Instant createdAt) {}

    /// A key just made. The secret is told this once; a repeated request gets the rest without it.
    public record NewKey(Key key, String secret, String note) {}

    /// @param cap in the limit's unit
    /// @param capUsd where the unit is nano-usd
    /// @param next how it renews otherwise, from a boundary on
    /// @param capHolds since when the cap holds: as [dev.cortado.accounting.limit.CapEffect] words it
    /// @param inForce whether every live router acts on the limit as it is here, its removal included
    /// @param warnings what is allowed and perhaps not meant
    public record Limit(
            long id,
            String node,
            String unit,
            String window,
            String zone,
            boolean hard,
            long cap,
            Optional<String> capUsd,
            List<Integer> alertPercents,
            Optional<NextRenewal> next,
            String capHolds,
            boolean inForce,
            Optional<Instant> removedAt,
            List<String> warnings) {}

    /// @param from the boundary: a first window that began earlier by this rule begins here
    public record NextRenewal(Instant from, String window, String zone) {}

    public record Price(
            String variant,
            String pool,
            String lane,
            String promptUsdPerMillion,
            String cachedPromptUsdPerMillion,
            String cacheWriteUsdPerMillion,
            String completionUsdPerMillion) {}

    public record PriceVersion(String version, Instant effectiveAt, List<Price> prices) {}

    /// @param ordinal grows with each version published
    /// @param inForce whether routers price by it now
    public record PriceVersionLine(String version, long ordinal, Instant effectiveAt, boolean inForce, int rows) {}

    /// What a book changes of the one that it follows.
    ///
    /// @param preview nothing was published
    /// @param follows the version in force at that time without it
    public record PriceChanges(
            String version,
            Instant effectiveAt,
            boolean preview,
            Optional<String> follows,
            List<Price> added,
            List<Price> removed,
            List<ChangedPrice> changed,
            int unchanged) {}

    public record ChangedPrice(Price before, Price after) {}

    /// @param tags by name
    public record Tags(String node, Map<String, String> tags) {}

    /// How requests of a node are routed; null where the rule says nothing.
    ///
    /// @param variants ids of variants and names of tiers that may answer
    /// @param residency label that a pool must have
    /// @param usdPerUtility what the whole utility of one answer is worth
    /// @param explorationShare of the requests in which chance chooses, 0 to 1
    /// @param paysForHedges whether both attempts of a hedged request are paid for
    /// @param policy of requests for `auto` that name neither a policy nor a utility
    /// @param utilityMin that such requests prefer at least, 0 to 1
    /// @param trial another policy for such requests
    /// @param engagement what engagement with an answer counts for
    public record Routing(
            String node,
            @Nullable List<String> variants,
            @Nullable String residency,
            @Nullable String usdPerUtility,
            @Nullable Double explorationShare,
            @Nullable Boolean paysForHedges,
            @Nullable String policy,
            @Nullable Double utilityMin,
            @Nullable TrialView trial,
            @Nullable EngagementView engagement) {

        public static Routing of(String node, RoutingRule rule) {
            return new Routing(
                    node,
                    rule.variants().isEmpty() ? null : rule.variantsByName(),
                    rule.residency().orElse(null),
                    rule.perUtility().map(NanoUsd::toUsd).orElse(null),
                    rule.explorationShare().orElse(null),
                    rule.paysForHedges().orElse(null),
                    rule.preference().policy().orElse(null),
                    rule.preference().utilityMin().orElse(null),
                    rule.trial().map(TrialView::of).orElse(null),
                    rule.engagement().isNone() ? null : EngagementView.of(rule.engagement()));
        }
    }

    /// The utility that an answer counts for once a reader did this, 0 to 1.
    public record EngagementView(
            @Nullable Double opened,
            @Nullable Double clicked,
            @Nullable Double replied) {

        static EngagementView of(RoutingRule.Engagement weights) {
            return new EngagementView(
                    weights.opened().orElse(null),
                    weights.clicked().orElse(null),
                    weights.replied().orElse(null));
        }
    }

    /// Another policy that is tried.
    ///
    /// @param usdPerUtility what the whole utility of one answer is worth under it
    /// @param utilityMin that it prefers at least, 0 to 1
    /// @param share of the requests that leave the choice to the router
    /// @param shadow whether it only says what it would have chosen
    public record TrialView(
            String name,
            String policy,
            @Nullable String usdPerUtility,
            @Nullable Double utilityMin,
            double share,
            boolean shadow) {

        static TrialView of(Trial trial) {
            return new TrialView(
                    trial.name(),
                    trial.policy(),
                    trial.perUtility().map(NanoUsd::toUsd).orElse(null),
                    trial.utilityMin().orElse(null),
                    trial.share(),
                    trial.isShadow());
        }
    }

    /// Something that is now due in Keycloak.
    ///
    /// @param identityTask its id among the identity tasks
    public record Ordered(long identityTask, String organisation, String state) {}
}
