package dev.cortado.gateway.route;

import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.TokenPriceList;
import dev.cortado.contracts.unit.VariantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The router's decision for one attempt, with its hold placed.
///
/// @param router name of the router that decided, and the only one that knows the hold
/// @param token allows the attempt, once, at the node
/// @param nodeAddress host:port of the node
/// @param finishBy when the node stops the attempt at the latest
/// @param profile null without a prompt profile
/// @param escalationHeld whether a second attempt by another variant is held for, should a check fail
public record Routed(
        String router,
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
        Instant finishBy,
        @Nullable RoutedProfile profile,
        boolean escalationHeld) {

    /// An attempt without a prompt profile.
    public Routed(
            String router,
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
            Instant finishBy) {
        this(
                router,
                token,
                reservation,
                attempt,
                nodeAddress,
                variant,
                tier,
                pool,
                lane,
                prices,
                shortened,
                budget,
                utilityEstimate,
                utilityProvisional,
                finishBy,
                null,
                false);
    }
}
