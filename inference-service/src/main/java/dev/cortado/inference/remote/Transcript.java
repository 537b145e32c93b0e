package dev.cortado.inference.remote;

import dev.cortado.inference.engine.Delta;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.GenerationOrder;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.ToolCallPiece;
import java.util.List;
import java.util.OptionalLong;

/// What came of a generation so far. Used by its thread alone.
final class Transcript {

    /// Of a call's marks and keys in the output, as models write them, such as
    /// `<tool_call>{"name": "", "arguments": }</tool_call>`.
    private static final int CALL_MARKS_BYTES = 52;

    private final GenerationOrder order;
    private final GenerationListener listener;
    private final BelievedUsage.Bounds bounds;
    private final StringBuilder text = new StringBuilder();
    private StopCause cause = StopCause.STOP;
    private UsageClaim claim = UsageClaim.NONE;
    private boolean stopped;
    private boolean called;
    private long bytes;
    private long unshownBytes;
    private long pieces;
    private long firstTokenNanos;
    private long lastTokenNanos;

    Transcript(GenerationOrder order, GenerationListener listener, BelievedUsage.Bounds bounds) {
        this.order = order;
        this.listener = listener;
        this.bounds = bounds;
    }

    /// Whether a token has come: from then on what came stands.
    boolean begun() {
        return pieces > 0 || stopped;
    }

    /// Whether the text came to its end; all that may follow is the usage.
    boolean whole() {
        return stopped;
    }

    /// Servers differ in what they say of an answer that calls a tool; what came decides.
    StopCause cause() {
        return called && cause == StopCause.STOP ? StopCause.TOOL_CALLS : cause;
    }

    /// 0 until there is one.
    long firstTokenNanos() {
        return firstTokenNanos;
    }

    /// @return false if it is complete
    /// @throws RemoteFailure if the answer ends in the middle
    boolean take(RemoteCall.ServerEvent event) {
        return switch (event) {
            case RemoteCall.Text text -> text(text);
            case RemoteCall.Called(var piece) -> call(piece);
            case RemoteCall.Unshown(var count) -> {
                unshownBytes += count;
                yield piece(count);
            }
            case RemoteCall.Usage(var newest) -> {
                claim = newest;
                yield true;
            }
            case RemoteCall.Stopped(var why) -> {
                stopped = true;
                cause = why;
                yield true;
            }
            case RemoteCall.EndOfAnswer() -> {
                if (!stopped) {
                    throw new RemoteFailure(
                            RemoteFailure.Kind.BROKEN, "the server ended its answer in the middle of it");
                }
                yield false;
            }
        };
    }

    private boolean text(RemoteCall.Text said) {
        Delta delta = new Delta(0, said.text(), said.tokens(), List.of());
        if (delta.isEmpty()) {
            return true;
        }
        text.append(said.text());
        // Likelihoods may come before their text does, in the middle of a character: delivered they are all the same.
        boolean goesOn =
                piece(Math.max(PromptBounds.bytes(said.text()), said.tokens().size()));
        listener.delta(delta);
        return goesOn;
    }

    /// The marks around a call are tokens too, which nobody sees.
    private boolean call(ToolCallPiece piece) {
        int count = PromptBounds.bytes(piece.name())
                + PromptBounds.bytes(piece.argumentsJson())
                + (piece.name().isEmpty() ? 0 : CALL_MARKS_BYTES);
        called = true;
        unshownBytes += count;
        boolean goesOn = piece(count);
        listener.delta(new Delta(0, "", List.of(), List.of(piece)));
        return goesOn;
    }

    /// A server that goes on past what was asked for is not read to its end.
    private boolean piece(int length) {
        if (length == 0) {
            return true;
        }
        long now = System.nanoTime();
        firstTokenNanos = firstTokenNanos == 0 ? now : firstTokenNanos;
        lastTokenNanos = now;
        pieces++;
        bytes += length;
        boolean tooMuch = bounds.tokensMin(bytes) > order.completionMax().count();
        if (tooMuch) {
            stopped = true;
            cause = StopCause.LENGTH;
        }
        return !tooMuch;
    }

    /// Text that the server did not count is counted by its tokeniser, if it has one.
    BelievedUsage usage(RemoteServer server) {
        if (!begun()) {
            return BelievedUsage.nothing();
        }
        BelievedUsage.SentPrompt sent = new BelievedUsage.SentPrompt(
                order.prompt().size(),
                order.prompt().exact(),
                PromptBounds.bytes(order.prompt().conversation()));
        BelievedUsage first = BelievedUsage.of(claim, sent, seen(OptionalLong.empty()), bounds);
        return first.completionBelieved() || unshownBytes > 0
                ? first
                : BelievedUsage.of(claim, sent, seen(recount(server)), bounds);
    }

    /// The end is told whatever becomes of this.
    private OptionalLong recount(RemoteServer server) {
        try {
            return server.countText(text.toString());
        } catch (RuntimeException e) {
            return OptionalLong.empty();
        }
    }

    private BelievedUsage.SeenCompletion seen(OptionalLong recounted) {
        return new BelievedUsage.SeenCompletion(
                bytes, pieces, order.completionMax().count(), recounted);
    }

    /// Tells the rates that this generation shows.
    void rates(RemoteRates rates, BelievedUsage usage, long startedNanos) {
        if (firstTokenNanos > 0) {
            rates.measured(
                    usage.prompt().count() - usage.cachedPrompt().count(),
                    usage.completion().count(),
                    firstTokenNanos - startedNanos,
                    lastTokenNanos - firstTokenNanos);
        }
    }
}
