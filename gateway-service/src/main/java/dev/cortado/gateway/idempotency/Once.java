package dev.cortado.gateway.idempotency;

import dev.cortado.contracts.unit.ReservationId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// What becomes of one request's claim: it ends once, as answered, lost or free. Used on one event loop.
public final class Once {

    private final Claims claims;
    private final Claim claim;
    private boolean mayBeCharged;
    private boolean over;

    public Once(Claims claims, Claim claim) {
        this.claims = claims;
        this.claim = claim;
    }

    /// See [Claims#routed].
    public CompletionStage<Boolean> routed(ReservationId reservation) {
        return claims.routed(claim, reservation);
    }

    /// An attempt came to something that is, or may be, charged.
    public void mayBeCharged() {
        mayBeCharged = true;
    }

    public CompletionStage<Void> answered(KeptAnswer answer) {
        if (over) {
            return done();
        }
        over = true;
        return claims.answered(claim, answer);
    }

    /// The request ends without a whole answer. Does nothing where it has ended.
    public CompletionStage<Void> unanswered() {
        if (over) {
            return done();
        }
        over = true;
        return mayBeCharged ? claims.lost(claim) : claims.free(claim);
    }

    private static CompletionStage<Void> done() {
        return CompletableFuture.completedFuture(null);
    }
}
