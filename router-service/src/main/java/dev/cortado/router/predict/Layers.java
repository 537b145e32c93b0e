package dev.cortado.router.predict;

import dev.cortado.router.features.PromptFeatures;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/// The three predictors that are added, each of which can be measured alone.
record Layers(DenseRidge dense, WordRidge words, PrototypeScores prototypes) {

    static final int COUNT = 3;

    static Layers fit(Ratings ratings, List<Prototypes.Nearness> near, int prototypes) {
        return new Layers(
                DenseRidge.fit(ratings), WordRidge.fit(ratings), PrototypeScores.fit(ratings, near, prototypes));
    }

    void write(DataOutputStream out) throws IOException {
        dense.write(out);
        words.write(out);
        prototypes.write(out);
    }

    static Layers read(DataInputStream in) throws IOException {
        return new Layers(DenseRidge.read(in), WordRidge.read(in), PrototypeScores.read(in));
    }

    /// By layer, then by variant.
    double[][] scores(PromptFeatures prompt, Prototypes.Nearness near) {
        return new double[][] {dense.scores(prompt), words.scores(prompt), prototypes.scores(near)};
    }
}
