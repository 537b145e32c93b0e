package dev.cortado.gateway.trial;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.gateway.chat.Policy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What another policy would have brought the requests that leave the choice to the router.
///
/// @param policy any but a fixed one
/// @param usdPerUtility what a whole utility is worth under it; null: as it was for each request
/// @param utilityMin what it prefers at least, 0..1; null: the router's default
/// @param since ratings from then on count
public record PolicyQuestion(
        Policy policy,
        @Nullable NanoUsd usdPerUtility,
        @Nullable Double utilityMin,
        Instant since) {}
