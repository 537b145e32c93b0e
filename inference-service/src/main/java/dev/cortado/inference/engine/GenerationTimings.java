package dev.cortado.inference.engine;

import java.time.Duration;
import java.time.Instant;

/// When a started generation ran and how much of the hardware's time it took.
///
/// @param queued from submission to its first step
/// @param timeToFirstToken from submission to the first token drawn; zero if none was
/// @param busy its share, by tokens, of the time of each step it took part in
public record GenerationTimings(
        Instant startedAt, Instant finishedAt, Duration queued, Duration timeToFirstToken, Duration busy) {}
