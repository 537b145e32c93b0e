package dev.cortado.gateway.generate;

/// A piece of a call of a function.
///
/// @param position of the call among its choice's calls, from 0
/// @param id with the first piece of a call, else empty
/// @param name with the first piece of a call, else empty
/// @param arguments what follows of its arguments' JSON, whole characters
public record ToolCallPiece(int position, String id, String name, String arguments) {}
