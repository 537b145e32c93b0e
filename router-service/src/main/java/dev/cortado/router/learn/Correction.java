package dev.cortado.router.learn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// How far one variant's ratings lie from its predicted utility, by prompt: a linear function of kind, marks and words,
/// learnt from one rating at a time.
///
/// Recursive least squares (Plackett, Biometrika 37, 1950) in the form of a Kalman filter (Kalman 1960), whose
/// covariance is full over the dense block and diagonal over the hashed words:
///
/// ```
/// s = r + xᵀPx + Σ h²q        variance of a rating's residual before it is seen
/// e = rating − û − wᵀx − Σ h·v
/// w += Px·e/s                 P −= Px·(Px)ᵀ/s
/// v += q·h·e/s                q −= (q·h)²/s        each word by itself
/// ```
///
/// The weights are taken to wander about 0 (a stationary AR(1)): before each rating they shrink by a, and
/// `P ← a²P + (1 − a²)I`, so that old ratings fade, and what is not rated any more becomes as unsure as at first but
/// never more.
///
/// A residual that was learnt may change by Δ. What was learnt is linear in the residuals, and each of them has by now
/// moved the weights by `P·x/r` for each unit of it, whatever came in between (least squares: `w = P·Σ x·e/r`, where
/// nothing fades). What the other block leaves open counts as the rating's own variance:
///
/// ```
/// w += Px·Δ/(r + Σ h²q)       v += q·h·Δ/(r + xᵀPx)
/// ```
///
/// Of blocks without terms between them that holds while a change comes soon. Of two hundred that all change only after
/// the last of them has come, either block makes part of what the other makes too, half as much again as is right:
/// until ratings that come then tell better.
///
/// What is said counts by as much as it goes beyond chance: `c − clamp(c, ±z·√(s − r))`, `c = wᵀx + Σ h·v`, z = 1.5. So
/// a few unlucky ratings of a good variant do not keep requests from it, which would keep it from better ones.
final class Correction {

    private static final int COLUMNS = PromptView.COLUMNS;

    /// r: a rating's own variance; of one that is 0 or 1 it is .25 at most.
    private static final double RATING_VARIANCE = .16;

    /// Standard deviations that may be chance.
    private static final double DOUBT = 1.5;

    /// Ratings in which half of what was learnt fades.
    private static final double HALF_LIFE = 5000;

    private static final double FADE = Math.pow(.5, 1 / HALF_LIFE);

    private final double[] weights = new double[COLUMNS];
    private final double[] covariance = new double[COLUMNS * COLUMNS];
    private final Map<Integer, Word> words = new HashMap<>();
    private final int wordsMax;
    private long ratings;

    /// @param rating number of ratings when it was last touched, from which it fades
    private record Word(double weight, double variance, long rating) {

        Word at(long now) {
            double fade = Math.pow(FADE, (double) (now - rating));
            return new Word(weight * fade, 1 - fade * fade * (1 - variance), now);
        }
    }

    private static final Word UNSEEN = new Word(0, 1, 0);

    /// @param wordsMax words that are learnt of; further ones are not
    Correction(int wordsMax) {
        this.wordsMax = wordsMax;
        for (int c = 0; c < COLUMNS; c++) {
            covariance[c * COLUMNS + c] = 1;
        }
    }

    /// What to add to the predicted utility: what ratings say beyond what chance may have said.
    double sure(PromptView.Seen prompt) {
        double chance = DOUBT * Math.sqrt(variance(prompt, times(prompt.dense())));
        double said = of(prompt);
        return said - Math.clamp(said, -chance, chance);
    }

    /// Of what ratings say of this prompt.
    ///
    /// @param spread the covariance times the dense block
    private double variance(PromptView.Seen prompt, double[] spread) {
        double variance = dot(spread, prompt.dense());
        double h = prompt.wordScale();
        for (int bucket : prompt.words()) {
            variance += h * h * word(bucket).variance();
        }
        return Math.max(0, variance);
    }

    /// What ratings say, sure or not.
    private double of(PromptView.Seen prompt) {
        double sum = dot(weights, prompt.dense());
        for (int bucket : prompt.words()) {
            sum += prompt.wordScale() * word(bucket).weight();
        }
        return sum;
    }

    /// @param residual rating − what was to be expected
    void learn(PromptView.Seen prompt, double residual) {
        fade();
        double[] spread = times(prompt.dense());
        double variance = RATING_VARIANCE + variance(prompt, spread);
        double h = prompt.wordScale();
        double gain = (residual - of(prompt)) / variance;
        for (int c = 0; c < COLUMNS; c++) {
            weights[c] += spread[c] * gain;
            double row = spread[c] / variance;
            for (int d = 0; d < COLUMNS; d++) {
                covariance[c * COLUMNS + d] -= row * spread[d];
            }
        }
        for (int bucket : prompt.words()) {
            if (words.size() < wordsMax || words.containsKey(bucket)) {
                Word old = word(bucket);
                double reach = old.variance() * h;
                words.put(
                        bucket,
                        new Word(old.weight() + reach * gain, old.variance() - reach * reach / variance, ratings));
            }
        }
    }

    /// As if a residual of this prompt that was learnt before had been another one. Nothing becomes surer by it.
    ///
    /// @param by the new residual − the old one
    void revise(PromptView.Seen prompt, double by) {
        double[] spread = times(prompt.dense());
        double ofDense = Math.max(0, dot(spread, prompt.dense()));
        double ofWords = Math.max(0, variance(prompt, spread) - ofDense);
        for (int c = 0; c < COLUMNS; c++) {
            weights[c] += spread[c] * by / (RATING_VARIANCE + ofWords);
        }
        double gain = by / (RATING_VARIANCE + ofDense);
        for (int bucket : prompt.words()) {
            if (words.containsKey(bucket)) {
                Word old = word(bucket);
                double reach = old.variance() * prompt.wordScale();
                words.put(bucket, new Word(old.weight() + reach * gain, old.variance(), ratings));
            }
        }
    }

    private void fade() {
        ratings++;
        for (int c = 0; c < COLUMNS; c++) {
            weights[c] *= FADE;
        }
        for (int i = 0; i < covariance.length; i++) {
            covariance[i] *= FADE * FADE;
        }
        for (int c = 0; c < COLUMNS; c++) {
            covariance[c * COLUMNS + c] += 1 - FADE * FADE;
        }
    }

    private Word word(int bucket) {
        Word word = words.get(bucket);
        return word == null ? UNSEEN : word.at(ratings);
    }

    /// Row by row, so that the processor adds several at once: the covariance is symmetric.
    private double[] times(double[] x) {
        double[] product = new double[COLUMNS];
        for (int c = 0; c < COLUMNS; c++) {
            double factor = x[c];
            int row = c * COLUMNS;
            for (int d = 0; d < COLUMNS && factor != 0; d++) {
                product[d] += factor * covariance[row + d];
            }
        }
        return product;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int c = 0; c < COLUMNS; c++) {
            sum += a[c] * b[c];
        }
        return sum;
    }

    /// The covariance is symmetric: only one half is written, in single precision.
    void write(DataOutput out) throws IOException {
        out.writeLong(ratings);
        for (int c = 0; c < COLUMNS; c++) {
            out.writeDouble(weights[c]);
            for (int d = 0; d <= c; d++) {
                out.writeFloat((float) covariance[c * COLUMNS + d]);
            }
        }
        out.writeInt(words.size());
        for (Map.Entry<Integer, Word> entry : words.entrySet()) {
            Word word = entry.getValue();
            out.writeInt(entry.getKey());
            out.writeFloat((float) word.weight());
            out.writeFloat((float) word.variance());
            out.writeLong(word.rating());
        }
    }

    static Correction read(DataInput in, int wordsMax) throws IOException {
        Correction read = new Correction(wordsMax);
        read.ratings = in.readLong();
        for (int c = 0; c < COLUMNS; c++) {
            read.weights[c] = in.readDouble();
            for (int d = 0; d <= c; d++) {
                double value = in.readFloat();
                read.covariance[c * COLUMNS + d] = value;
                read.covariance[d * COLUMNS + c] = value;
            }
        }
        for (int left = in.readInt(); left > 0; left--) {
            int bucket = in.readInt();
            read.words.put(bucket, new Word(in.readFloat(), in.readFloat(), in.readLong()));
        }
        return read;
    }
}
