package dev.cortado.router.predict;

import dev.cortado.router.features.PromptFeatures;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/// Adds the layers in standard deviations, with equal weights, and draws to what the length says where a prompt is
/// unlike those that were seen. The sum counts for as much whatever the number of layers that have a say.
///
/// @param scales by layer, then by variant
/// @param familiarFrom θ
@SuppressWarnings("ArrayRecordComponent") // Rows of numbers: copies would cost more than what they are for.
record Blend(Scale[][] scales, LengthPrior length, double familiarFrom) {

    /// g: the length's weight beside the layers', each of which has 1 and knows the length too.
    private static final double LENGTH_WEIGHT = .1;

    /// Layers' worth that the sum of all has, also where one has no say in a prompt, or where there is one more.
    private static final double LAYERS = 3;

    /// h: the length's weight where it speaks alone; what the sum of the layers spreads by.
    private static final double LENGTH_ALONE = 2;

    /// k.
    private static final double STEEPNESS = 20;

    void write(DataOutputStream out) throws IOException {
        out.writeInt(scales.length);
        out.writeInt(scales[0].length);
        for (Scale[] layer : scales) {
            for (Scale scale : layer) {
                scale.write(out);
            }
        }
        length.write(out);
        out.writeDouble(familiarFrom);
    }

    static Blend read(DataInputStream in) throws IOException {
        Scale[][] scales = new Scale[Numbers.count(in)][];
        int variants = Numbers.count(in);
        Arrays.setAll(scales, _ -> new Scale[variants]);
        for (Scale[] layer : scales) {
            for (int v = 0; v < layer.length; v++) {
                layer[v] = Scale.read(in);
            }
        }
        return new Blend(scales, LengthPrior.read(in), in.readDouble());
    }

    /// How much a prompt is like those that were seen, 0..1.
    double familiar(double familiarity) {
        return 1 / (1 + Math.exp(-STEEPNESS * (familiarity - familiarFrom)));
    }

    /// @param parts by layer, then by variant
    double score(double[][] parts, PromptFeatures prompt, double familiarity, int variant) {
        double byLength = length.z(prompt, variant);
        double said = 0;
        int saying = 0;
        for (int layer = 0; layer < parts.length; layer++) {
            if (parts[layer].length > 0) {
                said += scales[layer][variant].z(parts[layer][variant]);
                saying++;
            }
        }
        double sum = LENGTH_WEIGHT * byLength + LAYERS * said / saying;
        double familiar = familiar(familiarity);
        return familiar * sum + (1 - familiar) * LENGTH_ALONE * byLength;
    }
}
