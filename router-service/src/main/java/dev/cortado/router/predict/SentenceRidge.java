package dev.cortado.router.predict;

import dev.cortado.router.features.PromptFeatures;
import dev.cortado.router.features.Sentence;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The second stage: a ridge regression of scores on what a sentence model makes of prompts.
///
/// @param form of the sentences that were fitted to
record SentenceRidge(String form, DenseRidge ridge) {

    private static final double[] SILENT = {};

    /// The form that all of these prompts were read in, or null where there is no such.
    static @Nullable String formOf(List<PromptFeatures> prompts) {
        Sentence first = prompts.getFirst().sentence();
        return first != null && prompts.stream().allMatch(prompt -> isOf(first.form(), prompt.sentence()))
                ? first.form()
                : null;
    }

    private static boolean isOf(String form, @Nullable Sentence sentence) {
        return sentence != null && sentence.form().equals(form);
    }

    /// @param form of all prompts' sentences
    static SentenceRidge fit(String form, Ratings ratings) {
        return new SentenceRidge(form, DenseRidge.fit(ratings, DenseFeatures.SENTENCE));
    }

    /// Its score for each variant; no numbers where no such sentence is known of the prompt.
    double[] scores(PromptFeatures prompt) {
        return isOf(form, prompt.sentence()) ? ridge.scores(prompt) : SILENT;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeUTF(form);
        ridge.write(out);
    }

    static SentenceRidge read(DataInputStream in) throws IOException {
        return new SentenceRidge(in.readUTF(), DenseRidge.read(in, DenseFeatures.SENTENCE));
    }
}
