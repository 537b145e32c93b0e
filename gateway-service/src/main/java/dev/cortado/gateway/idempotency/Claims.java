package dev.cortado.gateway.idempotency;

import dev.cortado.contracts.unit.ReservationId;
import java.util.concurrent.CompletionStage;

/// Keys and what became of their requests, shared by all gateways. Nothing here completes exceptionally.
public interface Claims {

    CompletionStage<Claiming> claim(KeyOwner owner, IdempotencyKey key);

    /// Writes down the reservation, before anything can be charged for it.
    ///
    /// @return false where the claim is no longer this one's, or the store cannot be reached: then nothing may run
    CompletionStage<Boolean> routed(Claim claim, ReservationId reservation);

    /// Keeps the answer. Where that fails the claim ends as lost, later.
    CompletionStage<Void> answered(Claim claim, KeptAnswer answer);

    /// It may have been charged, and there is no answer to keep: whoever comes again runs it again.
    CompletionStage<Void> lost(Claim claim);

    /// Nothing was charged for this run: it is as if it had never been.
    CompletionStage<Void> free(Claim claim);
}
