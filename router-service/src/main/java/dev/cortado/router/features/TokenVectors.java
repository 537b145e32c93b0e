package dev.cortado.router.features;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A fixed vector for each piece of a vocabulary, so that a text's vector is the mean of its pieces' (Model2Vec,
/// Tulkens
/// and van Dongen 2024: each token once through a sentence model, principal components, weights by rank). The weight of
/// a piece, which is that of smooth inverse frequency (Arora, Liang, Ma, "A Simple but Tough-to-Beat Baseline for
/// Sentence Embeddings", ICLR 2017), is in its vector already. A row is eight-bit whole numbers and one scale.
///
/// The shipped ones come from MiniLM by `deploy/token-vectors` (`docs/decisions/0045-predicting-utility.md`).
public final class TokenVectors {

    private static final int MAGIC = 0x43544b56;
    private static final String SHIPPED = "token-vectors.bin";
    private static final int SCALE_MAX = 127;

    private final List<String> vocabulary;
    private final int dimensions;
    private final float[] scales;
    private final byte[] rows;

    private TokenVectors(List<String> vocabulary, int dimensions, float[] scales, byte[] rows) {
        this.vocabulary = List.copyOf(vocabulary);
        this.dimensions = dimensions;
        this.scales = scales;
        this.rows = rows;
    }

    /// @param vectors a row for each piece, all of one length
    public static TokenVectors of(List<String> vocabulary, float[][] vectors) {
        int dimensions = vectors[0].length;
        float[] scales = new float[vectors.length];
        byte[] rows = new byte[vectors.length * dimensions];
        for (int id = 0; id < vectors.length; id++) {
            float largest = 0;
            for (float value : vectors[id]) {
                largest = Math.max(largest, Math.abs(value));
            }
            scales[id] = largest / SCALE_MAX;
            for (int d = 0; d < dimensions; d++) {
                rows[id * dimensions + d] = largest == 0 ? 0 : (byte) Math.round(vectors[id][d] / scales[id]);
            }
        }
        return new TokenVectors(vocabulary, dimensions, scales, rows);
    }

    /// Those that this service ships.
    public static TokenVectors shipped() {
        try (InputStream in = TokenVectors.class.getResourceAsStream(SHIPPED)) {
            return read(Objects.requireNonNull(in, SHIPPED));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @throws IOException where these are not the bytes that [#write] writes
    public static TokenVectors read(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(stream, 1 << 16));
        if (in.readInt() != MAGIC) {
            throw new IOException("these are no token vectors");
        }
        int count = in.readInt();
        int dimensions = in.readInt();
        List<String> vocabulary = new ArrayList<>(count);
        for (int id = 0; id < count; id++) {
            vocabulary.add(in.readUTF());
        }
        float[] scales = new float[count];
        for (int id = 0; id < count; id++) {
            scales[id] = in.readFloat();
        }
        byte[] rows = new byte[Math.multiplyExact(count, dimensions)];
        in.readFully(rows);
        return new TokenVectors(vocabulary, dimensions, scales, rows);
    }

    public void write(OutputStream stream) throws IOException {
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(stream, 1 << 16));
        out.writeInt(MAGIC);
        out.writeInt(vocabulary.size());
        out.writeInt(dimensions);
        for (String piece : vocabulary) {
            out.writeUTF(piece);
        }
        for (float scale : scales) {
            out.writeFloat(scale);
        }
        out.write(rows);
        out.flush();
    }

    public List<String> vocabulary() {
        return vocabulary;
    }

    public int dimensions() {
        return dimensions;
    }

    /// The mean of these pieces' vectors, of length 1; zeros where there is no piece.
    public float[] mean(int[] ids) {
        float[] sum = new float[dimensions];
        for (int id : ids) {
            add(id, sum);
        }
        double square = 0;
        for (float value : sum) {
            square += (double) value * value;
        }
        float length = (float) Math.sqrt(square);
        if (length > 0) {
            for (int d = 0; d < dimensions; d++) {
                sum[d] /= length;
            }
        }
        return sum;
    }

    private void add(int id, float[] sum) {
        float scale = scales[id];
        int row = id * dimensions;
        for (int d = 0; d < sum.length; d++) {
            sum[d] += scale * rows[row + d];
        }
    }
}
