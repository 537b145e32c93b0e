package dev.cortado.router.predict;

import dev.cortado.router.features.PromptFeatures;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The predictors that are added, each of which can be measured alone.
///
/// @param sentences the second stage; null where no sentence model read what was fitted to
record Layers(
        DenseRidge dense,
        WordRidge words,
        PrototypeScores prototypes,
        @Nullable SentenceRidge sentences) {

    /// @param sentenceForm of all prompts' sentences, null for no second stage
    static Layers fit(Ratings ratings, List<Prototypes.Nearness> near, int prototypes, @Nullable String sentenceForm) {
        return new Layers(
                DenseRidge.fit(ratings, DenseFeatures.MEANING_AND_MARKS),
                WordRidge.fit(ratings),
                PrototypeScores.fit(ratings, near, prototypes),
                sentenceForm == null ? null : SentenceRidge.fit(sentenceForm, ratings));
    }

    void write(DataOutputStream out) throws IOException {
        dense.write(out);
        words.write(out);
        prototypes.write(out);
        out.writeBoolean(sentences != null);
        if (sentences != null) {
            sentences.write(out);
        }
    }

    static Layers read(DataInputStream in) throws IOException {
        return new Layers(
                DenseRidge.read(in, DenseFeatures.MEANING_AND_MARKS),
                WordRidge.read(in),
                PrototypeScores.read(in),
                in.readBoolean() ? SentenceRidge.read(in) : null);
    }

    /// By layer, then by variant; no numbers of a layer that has no say in this prompt.
    double[][] scores(PromptFeatures prompt, Prototypes.Nearness near) {
        double[] first = dense.scores(prompt);
        double[] second = words.scores(prompt);
        double[] third = prototypes.scores(near);
        return sentences == null
                ? new double[][] {first, second, third}
                : new double[][] {first, second, third, sentences.scores(prompt)};
    }

    /// Whether all layers have a say.
    static boolean allSay(double[][] scores) {
        return scores[scores.length - 1].length > 0;
    }

    /// What they say where the second stage, which is the last of them, has no say.
    static double[][] withoutSentence(double[][] scores) {
        double[][] silenced = scores.clone();
        silenced[silenced.length - 1] = new double[0];
        return silenced;
    }
}
