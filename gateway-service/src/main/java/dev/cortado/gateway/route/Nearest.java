package dev.cortado.gateway.route;

import dev.cortado.contracts.unit.NanoUsd;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What comes nearest to wishes that nothing meets together, and what to wish instead to get it; null where that wish
/// may stay as it is.
///
/// @param cost likely
public record Nearest(
        String variant,
        String pool,
        double utility,
        NanoUsd cost,
        Duration latency,
        @Nullable Double sendUtilityMin,
        @Nullable NanoUsd sendCostMax,
        @Nullable Duration sendLatencyMax) {}
