package dev.cortado.router.estimate;

import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.estimate.UtilityEstimate.Basis;
import dev.cortado.router.features.PromptFeatures;
import dev.cortado.router.predict.LengthModel;
import dev.cortado.router.predict.Prediction;
import dev.cortado.router.predict.UtilityModel;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Predicts what answers to a prompt are worth and how long they are, for every variant that was scored on enough
/// prompts. It never changes: what was learnt since makes another one.
///
/// @param parts no variant is in two
public record Predictor(List<Part> parts) {

    /// Raised whenever the bytes of a predictor, or of what it consists of, change.
    private static final int FORMAT = 4;

    /// What a predictor is made for that goes by a prompt's features alone: one of another form cannot be read, or goes
    /// by what is not to be had, and has to be made again.
    public static final String FORM = "form " + FORMAT + " of features " + PromptFeatures.VERSION;

    private static final int PARTS_MAX = 1 << 10;

    /// Variants that were scored on the same prompts.
    ///
    /// @param variants in the order of the model's
    /// @param length null where it is not told how long answers were
    public record Part(
            List<VariantId> variants,
            UtilityModel utility,
            @Nullable LengthModel length) {
        public Part {
            variants = List.copyOf(variants);
            if (variants.size() != utility.variants() || (length != null && length.variants() != variants.size())) {
                throw new IllegalArgumentException(
                        utility.variants() + " variants are predicted, and " + variants.size() + " are named");
            }
        }
    }

    public Predictor {
        parts = List.copyOf(parts);
    }

    public List<VariantId> variants() {
        return parts.stream().flatMap(part -> part.variants().stream()).toList();
    }

    /// Whether it goes by what a sentence model makes of prompts too.
    public boolean readsSentences() {
        return parts.stream().anyMatch(part -> part.utility().readsSentences());
    }

    /// Of every variant that is predicted.
    ///
    /// @param taskClass of the prompt's task; empty for none
    /// @param beyond share of groups of such prompts that lie beyond each bound, above 0 and up to .5
    public Map<VariantId, Expectation> expect(PromptFeatures prompt, String taskClass, double beyond) {
        Map<VariantId, Expectation> all = new HashMap<>();
        for (Part part : parts) {
            Prediction prediction = part.utility().predict(prompt, taskClass, beyond);
            double familiar = part.utility().familiar(prediction.familiarity());
            double[] tokens = part.length() == null ? null : part.length().tokens(prompt);
            for (int v = 0; v < part.variants().size(); v++) {
                double mean = within(prediction.utilities()[v]);
                all.put(
                        part.variants().get(v),
                        new Expectation(
                                new UtilityEstimate(
                                        mean,
                                        Math.min(mean, within(prediction.lowerBounds()[v])),
                                        Math.max(mean, within(prediction.upperBounds()[v])),
                                        Basis.PREDICTED),
                                familiar,
                                tokens == null ? null : tokens[v]));
            }
        }
        return all;
    }

    private static double within(double utility) {
        return Math.clamp(utility, 0, 1);
    }

    public void write(DataOutputStream out) throws IOException {
        out.writeInt(FORMAT);
        out.writeInt(PromptFeatures.VERSION);
        out.writeInt(parts.size());
        for (Part part : parts) {
            out.writeInt(part.variants().size());
            for (VariantId variant : part.variants()) {
                out.writeUTF(variant.value());
            }
            part.utility().write(out);
            out.writeBoolean(part.length() != null);
            if (part.length() != null) {
                part.length().write(out);
            }
        }
    }

    /// @throws IOException where these are not the bytes that [#write] writes, or are of other features than this
    ///     service reads
    public static Predictor read(DataInputStream in) throws IOException {
        int format = in.readInt();
        int features = in.readInt();
        int count = in.readInt();
        if (format != FORMAT || features != PromptFeatures.VERSION || count < 0 || count > PARTS_MAX) {
            throw new IOException("a predictor of format " + format + " and features " + features + ", where " + FORMAT
                    + " and " + PromptFeatures.VERSION + " are read");
        }
        List<Part> parts = new ArrayList<>();
        for (int p = 0; p < count; p++) {
            int variants = in.readInt();
            List<VariantId> names = new ArrayList<>();
            for (int v = 0; v < variants; v++) {
                names.add(new VariantId(in.readUTF()));
            }
            UtilityModel utility = UtilityModel.read(in);
            parts.add(new Part(names, utility, in.readBoolean() ? LengthModel.read(in) : null));
        }
        return new Predictor(parts);
    }
}
