package dev.cortado.router.grpc;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.unit.TokenCount;
import dev.cortado.contracts.v1.RoutePolicy;
import dev.cortado.contracts.v1.RouteRequest;
import dev.cortado.router.decide.Policy;
import dev.cortado.router.decide.Wishes;
import dev.cortado.router.estimate.PromptSample;
import dev.cortado.router.route.RouteRequest.Check;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads requests, but for their prompt profile, which is looked up; what is wrong with one throws
/// [IllegalArgumentException], naming the field.
final class Requests {

    private final int metadataBytesMax;

    Requests(int metadataBytesMax) {
        this.metadataBytesMax = metadataBytesMax;
    }

    dev.cortado.router.route.RouteRequest toRequest(RouteRequest request) {
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
                Set.copyOf(request.getCapabilitiesList()),
                Math.max(1, request.getChoices()),
                request.getToolCount(),
                null,
                policy(request.getPolicy()),
                request.getResidency());
        return new dev.cortado.router.route.RouteRequest(
                Wire.toTenant(request.getTenant()),
                wishes,
                PromptSample.of(request.getPromptSample()),
                request.getRequestId(),
                bounded(request.getMetadataMap()),
                rerunOf(request.getRerunOf()),
                Optional.empty(),
                check(request),
                request.getSampled());
    }

    private static Check check(RouteRequest request) {
        if (!request.getChecked()) {
            return Check.NONE;
        }
        return request.getCheckDecides() ? Check.DECIDES : Check.JUDGES_SOME;
    }

    /// Null where none is named.
    static Policy.@Nullable Name policy(RoutePolicy policy) {
        return switch (policy) {
            case ROUTE_POLICY_UNSPECIFIED -> null;
            case ROUTE_POLICY_CHEAPEST_SUFFICIENT -> Policy.Name.CHEAPEST_SUFFICIENT;
            case ROUTE_POLICY_KNEE -> Policy.Name.KNEE;
            case ROUTE_POLICY_BEST_WITHIN_COST -> Policy.Name.BEST_WITHIN_COST;
            case ROUTE_POLICY_FIXED -> Policy.Name.FIXED;
            case UNRECOGNIZED -> throw new IllegalArgumentException("policy is none that this router knows");
        };
    }

    private static Optional<ReservationId> rerunOf(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ReservationId.parse(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("rerun_of must be a reservation's id: " + e.getMessage(), e);
        }
    }

    private Map<String, String> bounded(Map<String, String> metadata) {
        long bytes = 0;
        for (Map.Entry<String, String> pair : metadata.entrySet()) {
            bytes += bytes(pair.getKey()) + bytes(pair.getValue());
        }
        if (bytes > metadataBytesMax) {
            throw new IllegalArgumentException(
                    "metadata must have at most " + metadataBytesMax + " bytes of names and values, not " + bytes);
        }
        return metadata;
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
