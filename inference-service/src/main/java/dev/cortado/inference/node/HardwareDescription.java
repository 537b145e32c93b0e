package dev.cortado.inference.node;

/// @param kind "cpu", "cuda" or "vulkan"
/// @param memoryBytes of the machine, or of the device
/// @param description for people
public record HardwareDescription(String kind, String description, int threads, long memoryBytes) {}
