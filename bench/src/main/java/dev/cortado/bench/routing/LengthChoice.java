package dev.cortado.bench.routing;

import java.util.Arrays;

/// The control: the model that did best among the learnt prompts of about a prompt's length.
///
/// @param ends of the bins of length but the last, in bytes
/// @param models by bin
@SuppressWarnings("ArrayRecordComponent") // Rows of numbers: copies would cost more than what they are for.
record LengthChoice(double[] ends, int[] models) {

    static LengthChoice of(Outcomes outcomes, int[] learn, int bins) {
        double[] lengths = Arrays.stream(learn)
                .mapToDouble(i -> (double) outcomes.prompts().get(i).bytes())
                .sorted()
                .toArray();
        double[] ends = new double[bins - 1];
        for (int bin = 0; bin < ends.length; bin++) {
            ends[bin] = lengths[(bin + 1) * lengths.length / bins];
        }
        LengthChoice none = new LengthChoice(ends, new int[bins]);
        for (int bin = 0; bin < bins; bin++) {
            int its = bin;
            int[] prompts = Arrays.stream(learn)
                    .filter(i -> none.bin(outcomes.prompts().get(i).bytes()) == its)
                    .toArray();
            int[] among = prompts.length == 0 ? learn : prompts;
            none.models[bin] = ManyModels.best(outcomes.models().size(), m -> outcomes.mean(m, among));
        }
        return none;
    }

    int model(long bytes) {
        return models[bin(bytes)];
    }

    private int bin(long bytes) {
        int bin = 0;
        while (bin < ends.length && bytes >= ends[bin]) {
            bin++;
        }
        return bin;
    }
}
