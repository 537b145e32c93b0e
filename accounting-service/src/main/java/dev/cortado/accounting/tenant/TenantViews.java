package dev.cortado.accounting.tenant;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /// Something that is now due in Keycloak.
    ///
    /// @param identityTask its id among the identity tasks
    public record Ordered(long identityTask, String organisation, String state) {}
}
