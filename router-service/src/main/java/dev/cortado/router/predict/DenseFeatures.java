package dev.cortado.router.predict;

import dev.cortado.router.features.PromptFeatures;
import java.util.Objects;

/// Which of a prompt's features a ridge regression sees, one block after the other.
enum DenseFeatures {
    MEANING_AND_MARKS {
        @Override
        float[][] of(PromptFeatures prompt) {
            return new float[][] {prompt.meaning(), prompt.marks()};
        }
    },
    /// Of prompts that a sentence model read.
    SENTENCE {
        @Override
        float[][] of(PromptFeatures prompt) {
            return new float[][] {Objects.requireNonNull(prompt.sentence()).vector()};
        }
    };

    abstract float[][] of(PromptFeatures prompt);

    final int count(PromptFeatures prompt) {
        int count = 0;
        for (float[] block : of(prompt)) {
            count += block.length;
        }
        return count;
    }
}
