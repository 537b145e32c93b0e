package dev.cortado.router.learn;

import dev.cortado.router.features.PromptFeatures;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How corrections see a prompt: so that prompts of different kinds have little in common. Of its meaning, how near it
/// is
/// to each of several typical ones; of its marks, how far they are from what is usual; of its words, those that do not
/// stand in many prompts.
///
/// What is typical and usual is read from reference prompts, such as a calibration's.
public final class PromptView {

    static final int COLUMNS = Kinds.COUNT + PromptFeatures.MARKS + 1;

    /// A word in more reference prompts than this share tells no kinds apart.
    private static final double COMMON_SHARE = .1;

    /// Standard deviations from what is usual that count, at most.
    private static final double DEVIATIONS_MAX = 3;

    private static final double DEVIATION_MIN = 1e-6;

    /// Prior variance of a correction by each part, in utility².
    private static final double KINDS_VARIANCE = .03;

    private static final double MARKS_VARIANCE = .002;
    private static final double ALL_VARIANCE = .0002;
    private static final double WORDS_VARIANCE = .002;

    private final Kinds kinds;
    private final double[] means;
    private final double[] deviations;
    private final Set<Integer> common;

    private PromptView(Kinds kinds, double[] means, double[] deviations, Set<Integer> common) {
        this.kinds = kinds;
        this.means = means;
        this.deviations = deviations;
        this.common = common;
    }

    /// @param dense scaled so that equal prior variances of all weights make the parts' variances
    /// @param words buckets of the words that count
    /// @param wordScale what each of them counts
    @SuppressWarnings("ArrayRecordComponent") // Rows of numbers: copies would cost more than what they are for.
    record Seen(double[] dense, int[] words, double wordScale) {}

    /// @param reference at least one prompt
    public static PromptView of(List<PromptFeatures> reference) {
        double[] means = new double[PromptFeatures.MARKS];
        double[] deviations = new double[PromptFeatures.MARKS];
        Map<Integer, Integer> frequency = new HashMap<>();
        for (PromptFeatures prompt : reference) {
            for (int m = 0; m < means.length; m++) {
                double mark = prompt.marks()[m];
                means[m] += mark / reference.size();
                deviations[m] += mark * mark / reference.size();
            }
            for (int word : prompt.words()) {
                frequency.merge(word, 1, Integer::sum);
            }
        }
        for (int m = 0; m < means.length; m++) {
            deviations[m] = Math.sqrt(Math.max(0, deviations[m] - means[m] * means[m]));
        }
        Set<Integer> common = new HashSet<>();
        frequency.forEach((word, count) -> {
            if (count > COMMON_SHARE * reference.size()) {
                common.add(word);
            }
        });
        return new PromptView(
                Kinds.of(reference.stream().map(PromptFeatures::meaning).toList()), means, deviations, common);
    }

    Seen of(PromptFeatures prompt) {
        double[] dense = new double[COLUMNS];
        float[] degrees = kinds.degrees(prompt.meaning());
        for (int k = 0; k < degrees.length; k++) {
            dense[k] = degrees[k] * Math.sqrt(KINDS_VARIANCE);
        }
        double scale = Math.sqrt(MARKS_VARIANCE / PromptFeatures.MARKS);
        for (int m = 0; m < means.length; m++) {
            double off = deviations[m] < DEVIATION_MIN ? 0 : (prompt.marks()[m] - means[m]) / deviations[m];
            dense[Kinds.COUNT + m] = Math.clamp(off, -DEVIATIONS_MAX, DEVIATIONS_MAX) * scale;
        }
        dense[COLUMNS - 1] = Math.sqrt(ALL_VARIANCE);
        int[] words = Arrays.stream(prompt.words())
                .filter(word -> !common.contains(word))
                .toArray();
        return new Seen(dense, words, Math.sqrt(WORDS_VARIANCE / Math.max(1, words.length)));
    }

    void write(DataOutput out) throws IOException {
        kinds.write(out);
        for (int m = 0; m < means.length; m++) {
            out.writeDouble(means[m]);
            out.writeDouble(deviations[m]);
        }
        out.writeInt(common.size());
        for (int word : common) {
            out.writeInt(word);
        }
    }

    static PromptView read(DataInput in) throws IOException {
        Kinds kinds = Kinds.read(in);
        double[] means = new double[PromptFeatures.MARKS];
        double[] deviations = new double[PromptFeatures.MARKS];
        for (int m = 0; m < means.length; m++) {
            means[m] = in.readDouble();
            deviations[m] = in.readDouble();
        }
        Set<Integer> common = new HashSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            common.add(in.readInt());
        }
        return new PromptView(kinds, means, deviations, common);
    }
}
