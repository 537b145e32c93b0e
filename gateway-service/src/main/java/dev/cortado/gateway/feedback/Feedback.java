package dev.cortado.gateway.feedback;

/// A client's remark on the answer of one of its decisions.
///
/// @param decision its id, as the client sent it
/// @param rater the client's own name for who says so; empty where it speaks for itself
public record Feedback(String decision, String rater, Remark remark) {}
