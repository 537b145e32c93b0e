package dev.cortado.router.features;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// Features as they are stored: the meaning in half precision, which changes a cosine by less than .001; words as the
/// distances between their buckets, which rise. A prompt of a hundred words takes about a kilobyte.
public final class FeatureBytes {

    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private FeatureBytes() {}

    public static void write(PromptFeatures features, DataOutput out) throws IOException {
        out.writeInt(PromptFeatures.VERSION);
        number(out, features.meaning().length);
        for (float value : features.meaning()) {
            out.writeShort(Float.floatToFloat16(value));
        }
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
    }

    /// @throws IOException where these are not the bytes that [#write] writes, or are of other features than this
    ///     service reads
    public static PromptFeatures read(DataInput in) throws IOException {
        int version = in.readInt();
        if (version != PromptFeatures.VERSION) {
            throw new IOException("features of version " + version + ", not " + PromptFeatures.VERSION);
        }
        float[] meaning = new float[number(in)];
        for (int d = 0; d < meaning.length; d++) {
            meaning[d] = Float.float16ToFloat(in.readShort());
        }
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
        return new PromptFeatures(meaning, marks, words, in.readLong());
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
