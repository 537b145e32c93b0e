package dev.cortado.router.features;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// Features as they are stored: the meaning in half precision, which changes a cosine by less than .001; words as the
/// distances between their buckets, which rise. A prompt of a hundred words takes about a kilobyte; what a sentence
/// model made of it, in half precision too, takes two bytes a number more.
public final class FeatureBytes {

    /// Of bytes that end with what a sentence model made of the prompt; without, the version is that of the features.
    private static final int WITH_SENTENCE = PromptFeatures.VERSION + (1 << 16);

    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private FeatureBytes() {}

    public static void write(PromptFeatures features, DataOutput out) throws IOException {
        Sentence sentence = features.sentence();
        out.writeInt(sentence == null ? PromptFeatures.VERSION : WITH_SENTENCE);
        halves(out, features.meaning());
        for (float mark : features.marks()) {
            out.writeFloat(mark);
        }
        number(out, features.words().length);
        int before = 0;
        for (int word : features.words()) {
            number(out, word - before);
            before = word;
        }
        out.writeLong(features.bytes());
        if (sentence != null) {
            out.writeUTF(sentence.form());
            halves(out, sentence.vector());
        }
    }

    /// @throws IOException where these are not the bytes that [#write] writes, or are of other features than this
    ///     service reads
    public static PromptFeatures read(DataInput in) throws IOException {
        int version = in.readInt();
        if (version != PromptFeatures.VERSION && version != WITH_SENTENCE) {
            throw new IOException("features of version " + version + ", not " + PromptFeatures.VERSION);
        }
        float[] meaning = halves(in);
        float[] marks = new float[PromptFeatures.MARKS];
        for (int m = 0; m < marks.length; m++) {
            marks[m] = in.readFloat();
        }
        int[] words = new int[number(in)];
        int before = 0;
        for (int w = 0; w < words.length; w++) {
            before += number(in);
            words[w] = before;
        }
        PromptFeatures features = new PromptFeatures(meaning, marks, words, in.readLong());
        return version == WITH_SENTENCE ? features.with(new Sentence(in.readUTF(), halves(in))) : features;
    }

    private static void halves(DataOutput out, float[] values) throws IOException {
        number(out, values.length);
        for (float value : values) {
            out.writeShort(Float.floatToFloat16(value));
        }
    }

    private static float[] halves(DataInput in) throws IOException {
        float[] values = new float[number(in)];
        for (int d = 0; d < values.length; d++) {
            values[d] = Float.float16ToFloat(in.readShort());
        }
        return values;
    }

    /// Seven bits a byte, the lowest first.
    private static void number(DataOutput out, int number) throws IOException {
        int left = number;
        while (left >= MORE) {
            out.writeByte(left % MORE + MORE);
            left /= MORE;
        }
        out.writeByte(left);
    }

    /// @throws IOException where it is no bucket and no count of them
    private static int number(DataInput in) throws IOException {
        long number = 0;
        int shift = 0;
        int next;
        do {
            next = in.readUnsignedByte();
            number |= (long) (next % MORE) << shift;
            shift += BITS;
        } while (next >= MORE && shift < Integer.SIZE);
        if (number > PromptFeatures.WORD_BUCKETS) {
            throw new IOException(number + " is beyond all buckets");
        }
        return (int) number;
    }
}
