package dev.cortado.router.predict;

import dev.cortado.router.features.PromptFeatures;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/// What the length of a prompt alone says of a variant: where scores rise or fall with it by more than chance, its
/// logarithm, in standard deviations. It is known of any prompt, also of one unlike all that were seen.
final class LengthPrior {

    /// Standard errors from which on a correlation is taken for one.
    private static final double SURE_FROM = 2;

    private final Scale scale;
    private final double[] directions;

    private LengthPrior(Scale scale, double[] directions) {
        this.scale = scale;
        this.directions = directions;
    }

    static LengthPrior fit(Ratings ratings) {
        List<PromptFeatures> prompts = ratings.prompts();
        Scale scale = Scale.of(prompts.stream().mapToDouble(LengthPrior::length).toArray());
        double[] directions = new double[ratings.variants()];
        for (int v = 0; v < directions.length; v++) {
            Scale scores = Scale.of(ratings.scores()[v]);
            double correlation = 0;
            for (int i = 0; i < prompts.size(); i++) {
                correlation += scale.z(length(prompts.get(i))) * scores.z(ratings.scores()[v][i]) / prompts.size();
            }
            boolean sure = Math.abs(correlation) * Math.sqrt(prompts.size()) > SURE_FROM;
            directions[v] = sure ? Math.signum(correlation) : 0;
        }
        return new LengthPrior(scale, directions);
    }

    void write(DataOutputStream out) throws IOException {
        scale.write(out);
        Numbers.write(out, directions);
    }

    static LengthPrior read(DataInputStream in) throws IOException {
        return new LengthPrior(Scale.read(in), Numbers.doubles(in));
    }

    double z(PromptFeatures prompt, int variant) {
        return directions[variant] * scale.z(length(prompt));
    }

    private static double length(PromptFeatures prompt) {
        return Math.log1p((double) prompt.bytes());
    }
}
