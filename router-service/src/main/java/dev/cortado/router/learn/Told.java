package dev.cortado.router.learn;

import org.jspecify.annotations.Nullable;

/// What a rater told of an answer.
///
/// Of one answer a rater tells one thing, however often: a score or a thumb takes the place of all engagement of
/// theirs, and of engagement the highest counts. A score and a thumb count as their mean.
public sealed interface Told {

    /// What the same rater had told of the same answer before.
    Before before();

    /// By a score, or by a thumb, which is 1 or 0.
    ///
    /// @param score 0..1
    record Said(double score, Before before) implements Told {}

    /// By opening the answer, clicking in it or replying to it.
    ///
    /// @param weight the utility that this counts for, 0..1
    record Engaged(double weight, Before before) implements Told {}

    /// @param score that was said, 0..1; null where nothing was
    /// @param engagement the highest weight; null where there was none
    record Before(@Nullable Double score, @Nullable Double engagement) {

        public static final Before NOTHING = new Before(null, null);
    }
}
