package dev.cortado.router.decision;

/// Why a generation ended.
public enum Finish {
    UNSPECIFIED,
    STOP,
    LENGTH,
    BUDGET,
    CANCELLED,
    DEADLINE,
    ERROR,
    TOOL_CALLS
}
