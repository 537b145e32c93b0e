package dev.cortado.gateway.chat;

import dev.cortado.contracts.unit.NanoUsd;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What the client requires of the route: a least utility (0 to 1), a highest cost, a longest latency. Null: no wish.
///
/// @param profile prompt profile of its organisation, as NAME or NAME@VERSION; empty for none
/// @param policy how the router is to choose, null for its default
/// @param residency label that a pool must have, empty for none
/// @param check of the answer, null for none but the profile's own
public record Wishes(
        @Nullable Double utilityMin,
        @Nullable NanoUsd costMax,
        @Nullable Duration latencyMax,
        String profile,
        @Nullable Policy policy,
        String residency,
        @Nullable RequestedCheck check) {

    public static final Wishes NONE = new Wishes(null, null, null);

    /// Wishes without a prompt profile, a policy, a residency and a check.
    public Wishes(@Nullable Double utilityMin, @Nullable NanoUsd costMax, @Nullable Duration latencyMax) {
        this(utilityMin, costMax, latencyMax, "", null, "", null);
    }
}
