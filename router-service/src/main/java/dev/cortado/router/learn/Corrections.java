package dev.cortado.router.learn;

import dev.cortado.router.features.PromptFeatures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/// What one organisation's ratings say of each variant, beside what was predicted. An organisation's ratings correct
/// its own predictions only: what one says cannot lead another's requests astray, nor be seen in them.
///
/// Of a variant that was never rated nothing is kept, and its prediction stands.
public final class Corrections {

    private static final int FORMAT = 1;

    private final PromptView view;
    private final int wordsMax;
    private final Map<String, Correction> byVariant = new TreeMap<>();

    /// @param wordsMax words that are learnt of for each variant
    public Corrections(PromptView view, int wordsMax) {
        this.view = view;
        this.wordsMax = wordsMax;
    }

    /// @param utility as predicted, 0..1
    /// @return as corrected, 0..1
    public double corrected(String variant, PromptFeatures prompt, double utility) {
        return Math.clamp(utility + of(variant, view.of(prompt)), 0, 1);
    }

    /// What to add to what is predicted of a variant's answer, as far as it is beyond chance; 0 where it was never
    /// rated.
    synchronized double of(String variant, PromptView.Seen prompt) {
        Correction correction = byVariant.get(variant);
        return correction == null ? 0 : correction.sure(prompt);
    }

    /// @param utility as predicted, before corrections
    /// @param score 0..1
    public void rated(String variant, PromptFeatures prompt, double utility, double score) {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("a score is 0 to 1, not " + score);
        }
        observed(variant, prompt, new Observation.Fresh(score - utility));
    }

    synchronized void observed(String variant, PromptFeatures prompt, Observation observation) {
        PromptView.Seen seen = view.of(prompt);
        switch (observation) {
            case Observation.Fresh(double residual) -> of(variant).learn(seen, residual);
            case Observation.Raised(double by) -> of(variant).revise(seen, by);
            case Observation.Revised(double by) -> of(variant).revise(seen, by);
            case Observation.Nothing() -> {}
        }
    }

    private Correction of(String variant) {
        return byVariant.computeIfAbsent(variant, _ -> new Correction(wordsMax));
    }

    /// All of it, to go on from after a restart.
    public synchronized byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(FORMAT);
            view.write(out);
            out.writeInt(byVariant.size());
            for (Map.Entry<String, Correction> entry : byVariant.entrySet()) {
                out.writeUTF(entry.getKey());
                entry.getValue().write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory could not be written", e);
        }
        return bytes.toByteArray();
    }

    /// @throws IllegalArgumentException if these are no bytes of this format
    public static Corrections ofBytes(byte[] bytes, int wordsMax) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readInt();
            if (format != FORMAT) {
                throw new IllegalArgumentException("corrections of format " + format + ", not " + FORMAT);
            }
            Corrections read = new Corrections(PromptView.read(in), wordsMax);
            for (int left = in.readInt(); left > 0; left--) {
                read.byVariant.put(in.readUTF(), Correction.read(in, wordsMax));
            }
            return read;
        } catch (IOException e) {
            throw new IllegalArgumentException("corrections end early", e);
        }
    }
}
