package dev.cortado.gateway.chat;

import dev.cortado.contracts.unit.NanoUsd;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What the client requires of the route: a least utility (0 to 1), a highest cost, a longest latency. Null: no wish.
///
/// @param profile prompt profile of its organisation, as NAME or NAME@VERSION; empty for none
/// @param policy how the router is to choose, null for its default
/// @param residency label that a pool must have, empty for none
public record Wishes(
        @Nullable Double utilityMin,
        @Nullable NanoUsd costMax,
        @Nullable Duration latencyMax,
        String profile,
        @Nullable Policy policy,
        String residency) {

    public static final Wishes NONE = new Wishes(null, null, null);

    /// Wishes without a prompt profile, a policy and a residency.
    public Wishes(@Nullable Double utilityMin, @Nullable NanoUsd costMax, @Nullable Duration latencyMax) {
        this(utilityMin, costMax, latencyMax, "", null, "");
    }
}
