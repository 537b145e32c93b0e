package dev.cortado.bench.frontier;

import dev.cortado.contracts.unit.NanoUsd;

/// One task's answer through the platform.
///
/// @param score by the task's checker, 0..1; 0 where there was no answer
/// @param cost as the tenant was charged
/// @param variant that answered; empty where none did
record Answered(AskedTask asked, double score, NanoUsd cost, String variant) {}
