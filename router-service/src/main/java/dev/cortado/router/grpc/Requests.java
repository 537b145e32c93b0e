package dev.cortado.router.grpc;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.v1.RouteRequest;
import dev.cortado.router.decide.Wishes;
import java.time.Duration;
import java.util.Set;

/// Reads requests; what is wrong with one throws [IllegalArgumentException], naming the field.
final class Requests {

    private Requests() {}

    static dev.cortado.router.route.RouteRequest toRequest(RouteRequest request) {
        Wishes wishes = new Wishes(
                request.getModel(),
                Wire.toLane(request.getLane()),
                request.getPromptBytes(),
                request.getMessageCount(),
                TokenCount.of(Math.min(request.getCompletionTokensMax(), TokenCount.COUNT_MAX)),
                request.getCompletionTokensSetByClient(),
                request.hasUtilityMin() ? Double.valueOf(request.getUtilityMin()) : null,
                request.hasCostMaxNanoUsd() ? NanoUsd.of(request.getCostMaxNanoUsd()) : null,
                request.hasLatencyMaxMillis() ? Duration.ofMillis(request.getLatencyMaxMillis()) : null,
                Set.copyOf(request.getCapabilitiesList()));
        return new dev.cortado.router.route.RouteRequest(
                Wire.toTenant(request.getTenant()), wishes, request.getRequestId(), request.getMetadataMap());
    }
}
