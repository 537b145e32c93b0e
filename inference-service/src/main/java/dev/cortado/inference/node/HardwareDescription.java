package dev.cortado.inference.node;

/// @param kind "cpu"
/// @param description for people
public record HardwareDescription(String kind, String description, int threads, long memoryBytes) {}
