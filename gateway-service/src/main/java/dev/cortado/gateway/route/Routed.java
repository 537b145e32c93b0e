package dev.cortado.gateway.route;

import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;
import java.time.Instant;

/// The router's decision for one attempt, with its hold placed.
///
/// @param token allows the attempt, once, at the node
/// @param nodeAddress host:port of the node
/// @param finishBy when the node stops the attempt at the latest
public record Routed(
        SignedWord token,
        ReservationId reservation,
        int attempt,
        String nodeAddress,
        VariantId variant,
        String tier,
        String pool,
        String lane,
        TokenPriceList prices,
        boolean shortened,
        Budget budget,
        double utilityEstimate,
        boolean utilityProvisional,
        Instant finishBy) {}
