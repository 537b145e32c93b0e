package dev.cortado.gateway.route;

import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.gateway.authenticate.Tenant;
import dev.cortado.gateway.chat.ChatRequest;
import dev.cortado.gateway.chat.PromptMeasure;
import org.jspecify.annotations.Nullable;

/// What the router is asked: who pays, what is wanted, and how large the prompt is.
///
/// @param rerunOf the reservation of an earlier run of the same idempotency key whose answer was lost, null where there
///     was none: what that one was charged is not charged again
public record RouteQuery(
        Tenant tenant,
        ChatRequest request,
        PromptMeasure prompt,
        String requestId,
        @Nullable ReservationId rerunOf) {

    public static RouteQuery of(Tenant tenant, ChatRequest request, String requestId) {
        return new RouteQuery(tenant, request, PromptMeasure.of(request), requestId, null);
    }

    public RouteQuery rerunOf(@Nullable ReservationId earlier) {
        return new RouteQuery(tenant, request, prompt, requestId, earlier);
    }
}
