package dev.cortado.bench.frontier;

import dev.cortado.contracts.unit.NanoUsd;

/// One question's answer through the platform.
///
/// @param score by the task's checker, 0..1; 0 where there was no answer
/// @param cost as the tenant was charged
/// @param variant that answered; empty where none did
record Answered(Question question, double score, NanoUsd cost, String variant) {}
