package dev.cortado.gateway.route;

import dev.cortado.contracts.unit.NanoUsd;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Chooses variant, pool and node, and places the hold. Never completes exceptionally for a router that is away: that
/// is [RouteRefusal.RouterUnreachable].
public interface Router {

    CompletionStage<Routing> route(RouteQuery query);

    /// A further attempt of the same reservation.
    ///
    /// @param failed the attempt that ended before anything of it was delivered
    /// @param word the node's receipt or refusal, null where it never got the token
    /// @param charged for all attempts of the request so far, which leaves less of its highest cost
    CompletionStage<Routing> reroute(RouteQuery query, Routed failed, @Nullable LastWord word, NanoUsd charged);

    /// A second attempt of the same reservation beside its first, at another node.
    ///
    /// @param running the first, of which nothing was delivered yet
    CompletionStage<Routing> hedge(RouteQuery query, Routed running);

    /// How an attempt that came to nothing ended, as far as the node said it.
    sealed interface LastWord {

        /// @param cost what the receipt says
        record Receipt(SignedWord receipt, NanoUsd cost) implements LastWord {}

        record Refusal(SignedWord refusal) implements LastWord {}

        /// The answer is whole, but broke a check and was not delivered: another variant is to answer.
        ///
        /// @param cost what the receipt says
        record FailedCheck(SignedWord receipt, NanoUsd cost) implements LastWord {}
    }
}
