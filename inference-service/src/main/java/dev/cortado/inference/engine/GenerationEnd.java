package dev.cortado.inference.engine;

import dev.cortado.contracts.unit.TokenCount;

/// How a submitted generation ended; told exactly once.
public sealed interface GenerationEnd {

    /// It was started, so it is metered: these tokens were processed and drawn.
    ///
    /// @param promptTokens prompt tokens processed, fewer than the prompt has where it was cut short
    /// @param cachedPromptTokens those of them that were not computed, since the model held them already
    /// @param errorMessage empty unless the cause is [StopCause#ERROR]
    record Generated(
            StopCause cause,
            TokenCount promptTokens,
            TokenCount cachedPromptTokens,
            TokenCount completionTokens,
            GenerationTimings timings,
            String errorMessage)
            implements GenerationEnd {

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

    /// Why it was never started.
    enum Reason {
        START_TOO_LATE,
        CANCELLED,
        ENGINE_STOPPED
    }
}
