package dev.cortado.inference.node;

/// @param kind "cpu", "cuda" or "vulkan"; of a remote server what the configuration says, or "remote"
/// @param memoryBytes of the machine, or of the device
/// @param description for people
public record HardwareDescription(String kind, String description, int threads, long memoryBytes) {}
