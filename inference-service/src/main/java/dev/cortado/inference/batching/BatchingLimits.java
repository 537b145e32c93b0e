package dev.cortado.inference.batching;

/// @param queueDepthMax generations that wait for a slot
/// @param planner how prompts are cut into steps
public record BatchingLimits(int queueDepthMax, StepPlanner planner) {}
