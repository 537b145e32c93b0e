package dev.cortado.inference.verify;

import java.time.Instant;

/// @param startBy not started later
/// @param finishBy ended at the first step after
/// @param publishBy the broker's time of the usage event is not later, or the attempt is uncharged
public record AttemptTimes(Instant startBy, Instant finishBy, Instant publishBy) {}
