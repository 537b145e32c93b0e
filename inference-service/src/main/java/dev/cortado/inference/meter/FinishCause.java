package dev.cortado.inference.meter;

import dev.cortado.inference.engine.StopCause;

/// Why a started attempt ended, as the client is told.
public enum FinishCause {
    STOP,
    TOOL_CALLS,
    LENGTH,
    /// Where it ended the hold was spent.
    BUDGET,
    CANCELLED,
    DEADLINE,
    ERROR;

    /// @param cutByHold whether it was a hold that set the limit
    public static FinishCause of(StopCause cause, boolean cutByHold) {
        return switch (cause) {
            case STOP -> STOP;
            case TOOL_CALLS -> TOOL_CALLS;
            case LENGTH -> cutByHold ? BUDGET : LENGTH;
            case CANCELLED -> CANCELLED;
            case DEADLINE -> DEADLINE;
            case ERROR -> ERROR;
        };
    }
}
