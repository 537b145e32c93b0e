package dev.cortado.router.feedback;

import java.util.Locale;

/// What a rater did. Of each kind a rater has one rating of an answer.
public enum RatingKind {
    /// Said a number.
    SCORE,
    /// Held a thumb up or down.
    THUMBS,
    OPENED,
    CLICKED,
    REPLIED;

    /// As it is stored and told: `score`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException if it is no kind's word
    public static RatingKind ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
