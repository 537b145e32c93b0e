package dev.cortado.inference.remote;

import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.TokenLikelihood;
import dev.cortado.inference.engine.ToolCallPiece;
import java.util.List;

/// A generation that a server was asked for, read by one thread.
public interface RemoteCall {

    /// Blocks until the server says something more.
    ///
    /// @throws RemoteFailure if the answer breaks off or makes no sense; also after [#abort]
    ServerEvent next();

    /// Ends the connection, so that the server stops generating; from any thread, also twice.
    void abort();

    /// What a server says.
    sealed interface ServerEvent {}

    /// @param text whole characters, perhaps empty
    /// @param tokens of that text and how likely they were, where that was asked for
    record Text(String text, List<TokenLikelihood> tokens) implements ServerEvent {

        public Text {
            tokens = List.copyOf(tokens);
        }

        public Text(String text) {
            this(text, List.of());
        }
    }

    /// A piece of a call of a tool.
    record Called(ToolCallPiece piece) implements ServerEvent {}

    /// Bytes of output that are not shown, such as hidden thoughts.
    record Unshown(int bytes) implements ServerEvent {}

    /// The generation is over; usage may still come.
    record Stopped(StopCause cause) implements ServerEvent {}

    /// The usage so far; a later one replaces it.
    record Usage(UsageClaim claim) implements ServerEvent {}

    /// Nothing follows.
    record EndOfAnswer() implements ServerEvent {}
}
