package dev.cortado.router.features;

import org.jspecify.annotations.Nullable;

/// A prompt as a predictor sees it. The arrays are not copied and not to be written to.
///
/// @param meaning the mean of its tokens' vectors, of length 1
/// @param marks hand features
/// @param words buckets of its words and pairs of words, each once
/// @param bytes of the whole prompt
/// @param sentence what a [SentenceEncoder] makes of it; null where none read it
@SuppressWarnings("ArrayRecordComponent") // Rows of numbers: copies would cost more than what they are for.
public record PromptFeatures(
        float[] meaning,
        float[] marks,
        int[] words,
        long bytes,
        @Nullable Sentence sentence) {

    /// Raised whenever a prompt's features come out otherwise than before, by which what was learnt from the former
    /// ones is of no use any more.
    public static final int VERSION = 1;

    /// Buckets that words are hashed into.
    public static final int WORD_BUCKETS = WordHash.BUCKETS;

    /// How many hand features there are.
    public static final int MARKS = HandFeatures.COUNT;

    /// Those of a prompt that no sentence model read.
    public PromptFeatures(float[] meaning, float[] marks, int[] words, long bytes) {
        this(meaning, marks, words, bytes, null);
    }

    /// The same, as a sentence model read it too.
    ///
    /// @param read null where none did
    public PromptFeatures with(@Nullable Sentence read) {
        return new PromptFeatures(meaning, marks, words, bytes, read);
    }
}
