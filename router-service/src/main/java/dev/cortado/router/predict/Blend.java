package dev.cortado.router.predict;

import dev.cortado.router.features.PromptFeatures;

/// Adds the layers in standard deviations, with equal weights, and draws to what the length says where a prompt is
/// unlike those that were seen.
///
/// @param scales by layer, then by variant
/// @param familiarFrom θ
@SuppressWarnings("ArrayRecordComponent") // Rows of numbers: copies would cost more than what they are for.
record Blend(Scale[][] scales, LengthPrior length, double familiarFrom) {

    /// g: the length's weight beside the layers', each of which has 1.
    private static final double LENGTH_WEIGHT = .5;

    /// h: the length's weight where it speaks alone; what the sum of the layers spreads by.
    private static final double LENGTH_ALONE = 2;

    /// k.
    private static final double STEEPNESS = 20;

    /// @param parts by layer, then by variant
    double score(double[][] parts, PromptFeatures prompt, double familiarity, int variant) {
        double byLength = length.z(prompt, variant);
        double sum = LENGTH_WEIGHT * byLength;
        for (int layer = 0; layer < parts.length; layer++) {
            sum += scales[layer][variant].z(parts[layer][variant]);
        }
        double familiar = 1 / (1 + Math.exp(-STEEPNESS * (familiarity - familiarFrom)));
        return familiar * sum + (1 - familiar) * LENGTH_ALONE * byLength;
    }
}
