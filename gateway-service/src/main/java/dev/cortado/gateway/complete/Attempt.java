package dev.cortado.gateway.complete;

import dev.cortado.gateway.chat.ChatRequest;
import dev.cortado.gateway.generate.AttemptRefusal;
import dev.cortado.gateway.generate.Delta;
import dev.cortado.gateway.generate.FinishReason;
import dev.cortado.gateway.generate.GenerationListener;
import dev.cortado.gateway.route.RouteQuery;
import dev.cortado.gateway.route.Routed;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a node says of one attempt: its pieces are delivered, or held where the answer is checked, and its end is told
/// to the request. Used on one event loop.
final class Attempt implements GenerationListener {

    private final Request request;
    private final RouteQuery query;
    private final int number;
    private final Routed routed;
    private final @Nullable CheckedAnswer held;
    private boolean received;
    private boolean shortenedByHold;

    /// @param asked what the node is asked, which may differ from what the client asked
    /// @param number of the attempt within its request, from 1
    Attempt(Request request, RouteQuery query, ChatRequest asked, int number, Routed routed) {
        this.request = request;
        this.query = query;
        this.number = number;
        this.routed = routed;
        this.held =
                CheckedAnswer.of(asked, Optional.ofNullable(routed.profile())).orElse(null);
    }

    /// The request whose attempt it is.
    interface Request {

        /// A node took it: it runs, or waits for its turn.
        void accepted(Routed routed);

        /// Its first piece came.
        void firstDelta();

        /// A piece for the client.
        void deliver(Routed routed, Delta delta);

        /// The node says no more.
        void ended(Attempt attempt, End end);
    }

    /// How an attempt ended.
    sealed interface End {

        /// With a whole answer.
        record Whole(Finished finished) implements End {}

        /// With a receipt for an answer that is none, or not whole.
        record Broken(Finished finished) implements End {

            String why() {
                return finished.errorMessage().isEmpty()
                        ? (finished.reason() == FinishReason.CANCELLED ? "the node stopped it" : "the node failed")
                        : finished.errorMessage();
            }
        }

        /// Before it began.
        record Refused(AttemptRefusal refusal) implements End {}

        /// Its usage was not known to be in the log in time.
        record NotMetered(String message) implements End {}

        /// No node got its token.
        record NotPresented(String message) implements End {}

        /// What the node did with its token is not known.
        ///
        /// @param nodeFailed whether that counts against the node
        record Lost(String message, boolean nodeFailed) implements End {}
    }

    RouteQuery query() {
        return query;
    }

    int number() {
        return number;
    }

    Routed routed() {
        return routed;
    }

    /// The answer as it is held back, null where it is not checked.
    @Nullable
    CheckedAnswer held() {
        return held;
    }

    /// Whether anything of an answer came.
    boolean received() {
        return received;
    }

    /// Whether the node cut the completion to what the hold pays for.
    boolean shortenedByHold() {
        return shortenedByHold;
    }

    @Override
    public void accepted(Accepted accepted) {
        shortenedByHold = accepted.shortenedByHold();
        request.accepted(routed);
    }

    @Override
    public void delta(Delta delta) {
        if (!received) {
            received = true;
            request.firstDelta();
        }
        if (held == null) {
            request.deliver(routed, delta);
        } else {
            held.hold(delta);
        }
    }

    @Override
    public void finished(Finished finished) {
        request.ended(
                this,
                switch (finished.reason()) {
                    case STOP, LENGTH, BUDGET, DEADLINE, TOOL_CALLS -> new End.Whole(finished);
                    case CANCELLED, ERROR -> new End.Broken(finished);
                });
    }

    @Override
    public void refused(AttemptRefusal refusal) {
        // A node that answers and then says that it never began: nothing that it says is to be built upon.
        request.ended(this, received ? new End.Lost(refusal.message(), true) : new End.Refused(refusal));
    }

    @Override
    public void meteringUnavailable(String message) {
        request.ended(this, new End.NotMetered(message));
    }

    @Override
    public void notPresented(String message) {
        request.ended(this, new End.NotPresented(message));
    }

    @Override
    public void failed(String message) {
        request.ended(this, new End.Lost(message, true));
    }

    @Override
    public void notRead(String message) {
        request.ended(this, new End.Lost(message, false));
    }

    @Override
    public void notUnderstood(String message) {
        request.ended(this, new End.Lost(message, false));
    }
}
