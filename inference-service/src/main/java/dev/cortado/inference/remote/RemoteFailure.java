package dev.cortado.inference.remote;

import java.io.Serial;
import java.time.Duration;

/// A server did not answer as it should. The message is for people and names no secret.
public final class RemoteFailure extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final transient Duration retryAfter;

    /// What it means for the request.
    public enum Kind {
        /// No capacity now (429, 503): another try may do.
        BUSY,
        /// The connection or the server broke: another try may do.
        BROKEN,
        /// What came is no answer of the protocol: another try would bring the same.
        GARBAGE,
        /// It did not say anything in time.
        SILENT,
        /// It does not let this node in.
        NOT_LET_IN,
        /// It does not have the model.
        NO_MODEL,
        /// It does not take the request.
        NOT_TAKEN
    }

    public RemoteFailure(Kind kind, String message) {
        this(kind, message, Duration.ZERO);
    }

    /// @param retryAfter how long the server asks to be left alone; zero: it does not say
    public RemoteFailure(Kind kind, String message, Duration retryAfter) {
        super(message, null, false, false);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public Kind kind() {
        return kind;
    }

    public Duration retryAfter() {
        return retryAfter;
    }

    boolean mayBeTriedAgain() {
        return kind == Kind.BUSY || kind == Kind.BROKEN;
    }

    /// Never null.
    public String text() {
        return String.valueOf(getMessage());
    }
}
