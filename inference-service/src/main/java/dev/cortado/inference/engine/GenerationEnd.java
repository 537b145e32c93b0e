package dev.cortado.inference.engine;

import dev.cortado.contracts.unit.TokenCount;
import java.util.List;

/// How a submitted generation ended; told exactly once.
public sealed interface GenerationEnd {

    /// It was started, so it is metered: these tokens were processed and drawn.
    ///
    /// @param cause of all choices the one that matters most
    /// @param promptTokens processed, once for all choices; fewer than the prompt has where it was cut short
    /// @param cachedPromptTokens those of them that were not computed, since the model held them already
    /// @param counters who counted them
    /// @param completionTokens of all choices together
    /// @param errorMessage empty unless the cause is [StopCause#ERROR]
    /// @param choices why each ended, by index
    record Generated(
            StopCause cause,
            TokenCount promptTokens,
            TokenCount cachedPromptTokens,
            TokenCount completionTokens,
            TokenCounters counters,
            GenerationTimings timings,
            String errorMessage,
            List<StopCause> choices)
            implements GenerationEnd {

        public Generated {
            choices = List.copyOf(choices);
        }

        /// The end of the only choice.
        public Generated(
                StopCause cause,
                TokenCount promptTokens,
                TokenCount cachedPromptTokens,
                TokenCount completionTokens,
                TokenCounters counters,
                GenerationTimings timings,
                String errorMessage) {
            this(
                    cause,
                    promptTokens,
                    cachedPromptTokens,
                    completionTokens,
                    counters,
                    timings,
                    errorMessage,
                    List.of(cause));
        }

        /// The end of a generation whose engine counts.
        public Generated(
                StopCause cause,
                TokenCount promptTokens,
                TokenCount cachedPromptTokens,
                TokenCount completionTokens,
                GenerationTimings timings,
                String errorMessage) {
            this(
                    cause,
                    promptTokens,
                    cachedPromptTokens,
                    completionTokens,
                    TokenCounters.ENGINE,
                    timings,
                    errorMessage,
                    List.of(cause));
        }

        /// The end of a generation whose whole prompt was computed.
        public Generated(
                StopCause cause,
                TokenCount promptTokens,
                TokenCount completionTokens,
                GenerationTimings timings,
                String errorMessage) {
            this(cause, promptTokens, TokenCount.ZERO, completionTokens, timings, errorMessage);
        }
    }

    /// It left the queue without a step.
    record NeverStarted(Reason reason) implements GenerationEnd {}

    /// Nothing was generated, and nothing is charged: another node may try.
    record TurnedAway(Obstacle obstacle, String message) implements GenerationEnd {}

    /// Why a remote server generated nothing.
    enum Obstacle {
        /// It has no capacity, does not answer, or failed before it began.
        BUSY,
        /// It does not have the model, or does not let this node in.
        NOT_THERE,
        /// It does not take the request.
        UNSUPPORTED
    }

    /// Why it was never started.
    enum Reason {
        START_TOO_LATE,
        CANCELLED,
        ENGINE_STOPPED
    }
}
