package dev.cortado.inference.engine;

/// Why a started generation ended.
public enum StopCause {
    /// The model ended its turn, or a stop text came.
    STOP,
    /// The model called tools and ended its turn.
    TOOL_CALLS,
    /// The most tokens allowed were drawn.
    LENGTH,
    CANCELLED,
    /// `finishBy` passed.
    DEADLINE,
    /// The engine failed, or the node stopped.
    ERROR
}
