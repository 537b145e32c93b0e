package dev.cortado.gateway.complete;

import dev.cortado.gateway.authenticate.Credential;
import dev.cortado.gateway.authenticate.PayerChoice;
import dev.cortado.gateway.chat.ChatRequest;
import dev.cortado.gateway.generate.Delta;
import dev.cortado.gateway.idempotency.IdempotencyKey;
import dev.cortado.gateway.idempotency.KeptAnswer;
import dev.cortado.gateway.route.Routed;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// The client's side of one request, whatever the protocol. Used on one event loop.
public interface Exchange {

    Credential credential();

    PayerChoice payerChoice();

    String requestId();

    /// Reads and checks the request.
    CompletionStage<Reading> read();

    /// A hold was placed: whatever the client is told from here on, it can look the decision up.
    void placed(Routed routed);

    /// A node runs the attempt: from here on the client may hear that its request goes well.
    void accepted(Routed routed);

    /// Delivers a piece of the answer.
    ///
    /// @return false where the client reads slower than this: wait for [#onReady]
    boolean delta(Routed routed, Delta delta);

    void completed(Completed completed);

    /// The same answer as it is sent again to whoever repeats the request. Asked for only where it carried a key.
    KeptAnswer kept(Completed completed);

    /// Ends with an answer that was given before.
    void replayed(KeptAnswer answer);

    /// Ends without an answer, or, where parts of it were delivered, says that it broke off.
    ///
    /// @param mayBeCharged whether an attempt was charged or may yet be: the same request sent again may be charged
    ///     beside it, unless it carries a key
    void refused(Refusal refusal, boolean mayBeCharged);

    /// The client takes more again after [#delta] said false.
    void onReady(Runnable action);

    /// The client went away before the end.
    void onGone(Runnable action);

    /// The outcome of reading a request.
    sealed interface Reading {

        /// @param key null where the client gave none
        record Read(ChatRequest request, @Nullable IdempotencyKey key) implements Reading {}

        /// It was not a request that can be served; the client has been told.
        record Answered() implements Reading {}
    }
}
