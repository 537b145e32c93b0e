package dev.cortado.inference.engine;

/// A piece of a tool call that the model makes. The first piece of a call bears its id and name, all of them together
/// its arguments.
///
/// @param position of the call within its choice, from 0
/// @param id empty after the first piece, as is the name
/// @param argumentsJson JSON text goes on with this
public record ToolCallPiece(int position, String id, String name, String argumentsJson) {}
