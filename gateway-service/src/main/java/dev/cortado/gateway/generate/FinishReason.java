package dev.cortado.gateway.generate;

/// Why a generation ended.
public enum FinishReason {
    /// End of turn, or a stop string.
    STOP,
    /// It called functions, and waits for what they come to.
    TOOL_CALLS,
    /// The most tokens wanted, or the context's end.
    LENGTH,
    /// The hold was spent.
    BUDGET,
    /// The time was up.
    DEADLINE,
    /// The node was told to stop.
    CANCELLED,
    ERROR
}
