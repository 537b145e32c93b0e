package dev.cortado.inference.engine;

import java.util.OptionalDouble;

/// How busy an engine is now, and the rates it was measured at (empty until measured).
///
/// @param decodeTokensPerSecond of one stream, at the occupancy of late
public record Occupancy(
        int busySlots, int queueDepth, OptionalDouble prefillTokensPerSecond, OptionalDouble decodeTokensPerSecond) {}
