package dev.cortado.router.features;

/// A prompt as a predictor sees it. The arrays are not copied and not to be written to.
///
/// @param meaning the mean of its tokens' vectors, of length 1
/// @param marks hand features
/// @param words buckets of its words and pairs of words, each once
/// @param bytes of the whole prompt
@SuppressWarnings("ArrayRecordComponent") // Rows of numbers: copies would cost more than what they are for.
public record PromptFeatures(float[] meaning, float[] marks, int[] words, long bytes) {

    /// Raised whenever a prompt's features come out otherwise than before, by which what was learnt from the former
    /// ones
    /// is of no use any more.
    public static final int VERSION = 1;

    /// Buckets that words are hashed into.
    public static final int WORD_BUCKETS = WordHash.BUCKETS;

    /// How many hand features there are.
    public static final int MARKS = HandFeatures.COUNT;
}
