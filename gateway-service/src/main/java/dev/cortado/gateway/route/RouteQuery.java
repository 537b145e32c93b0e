package dev.cortado.gateway.route;

import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.gateway.authenticate.Tenant;
import dev.cortado.gateway.chat.ChatRequest;
import dev.cortado.gateway.chat.PromptMeasure;
import org.jspecify.annotations.Nullable;

/// What the router is asked: who pays, what is wanted, how large the prompt is, and a sample of it.
///
/// @param arrivedNanos when the request came, by the clock that [System#nanoTime] reads
/// @param rerunOf the reservation of an earlier run of the same idempotency key whose answer was lost, null where there
///     was none: what that one was charged is not charged again
public record RouteQuery(
        Tenant tenant,
        ChatRequest request,
        PromptMeasure prompt,
        String requestId,
        long arrivedNanos,
        @Nullable ReservationId rerunOf) {

    /// @param sampleBytesMax of the prompt's text that the router is told
    public static RouteQuery of(Tenant tenant, ChatRequest request, String requestId, int sampleBytesMax) {
        return new RouteQuery(
                tenant, request, PromptMeasure.of(request, sampleBytesMax), requestId, System.nanoTime(), null);
    }

    public RouteQuery rerunOf(@Nullable ReservationId earlier) {
        return new RouteQuery(tenant, request, prompt, requestId, arrivedNanos, earlier);
    }
}
