package dev.cortado.router.feedback;

/// What becomes of a remark.
public sealed interface Rated {

    /// @param rating the first of its decision, rater and kind, now or before
    record Stands(Rating rating) implements Rated {}

    /// There is none of this id, or it is another tenant's.
    record UnknownDecision() implements Rated {}

    /// @param ratingsMax of one decision
    record TooMany(int ratingsMax) implements Rated {}
}
