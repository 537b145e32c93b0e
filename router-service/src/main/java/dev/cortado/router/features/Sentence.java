package dev.cortado.router.features;

/// What a sentence model makes of a text. The array is not copied and not to be written to.
///
/// @param form which model, and how much of a text it reads, in words: vectors of another form mean something else
/// @param vector of length 1
@SuppressWarnings("ArrayRecordComponent") // A row of numbers: copies would cost more than what they are for.
public record Sentence(String form, float[] vector) {}
