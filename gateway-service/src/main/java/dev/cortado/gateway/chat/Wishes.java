package dev.cortado.gateway.chat;

import dev.cortado.contracts.unit.NanoUsd;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What the client requires of the route: a least utility (0 to 1), a highest cost, a longest latency. Null: no wish.
public record Wishes(
        @Nullable Double utilityMin,
        @Nullable NanoUsd costMax,
        @Nullable Duration latencyMax) {

    public static final Wishes NONE = new Wishes(null, null, null);
}
