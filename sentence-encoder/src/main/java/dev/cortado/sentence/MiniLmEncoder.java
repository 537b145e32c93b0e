package dev.cortado.sentence;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.cortado.router.features.SentenceEncoder;
import dev.cortado.router.features.TokenVectors;
import dev.cortado.router.features.WordPiece;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/// all-MiniLM-L6-v2 in eight bits, by ONNX Runtime on one thread for each caller: the mean of the model's output over
/// all tokens, brought to length 1 (Reimers and Gurevych, "Sentence-BERT", EMNLP 2019; Wang et al., "MiniLM", NeurIPS
/// 2020).
public final class MiniLmEncoder implements SentenceEncoder {

    private static final String FILE = "/all-minilm-l6-v2-q.onnx";
    private static final int BEGIN = 101;
    private static final int END = 102;
    /// Positions that the model knows, beginning and end among them.
    private static final int POSITIONS_MAX = 512;

    private final WordPiece pieces = new WordPiece(TokenVectors.shipped().vocabulary());
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private volatile boolean isEnding;

    public MiniLmEncoder() {
        // ONNX Runtime lets go of its environment as soon as the process is told to end, while requests are still
        // served.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> isEnding = true, "sentence-encoder-ending"));
        try (InputStream in = Objects.requireNonNull(MiniLmEncoder.class.getResourceAsStream(FILE), FILE);
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            session = environment.createSession(in.readAllBytes(), options);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read", e);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime does not take " + FILE + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String model() {
        return "all-minilm-l6-v2-q";
    }

    @Override
    public float[] encode(String text, int tokensMax) {
        if (isEnding) {
            throw new IllegalStateException("the process ends, and MiniLM reads no more");
        }
        long[][] ids = {marked(pieces.ids(text), Math.min(tokensMax, POSITIONS_MAX - 2))};
        long[][] ones = {new long[ids[0].length]};
        Arrays.fill(ones[0], 1);
        long[][] zeros = {new long[ids[0].length]};
        try (OnnxTensor input = OnnxTensor.createTensor(environment, ids);
                OnnxTensor mask = OnnxTensor.createTensor(environment, ones);
                OnnxTensor types = OnnxTensor.createTensor(environment, zeros);
                OrtSession.Result result =
                        session.run(Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types))) {
            return ofLengthOne(sum(((float[][][]) result.get(0).getValue())[0]));
        } catch (OrtException e) {
            throw new IllegalStateException("MiniLM failed: " + e.getMessage(), e);
        }
    }

    /// Between beginning and end.
    private static long[] marked(int[] tokens, int tokensMax) {
        int read = Math.min(tokens.length, tokensMax);
        int head = tokens.length <= tokensMax ? read : Math.ceilDiv(read, 2);
        long[] ids = new long[read + 2];
        ids[0] = BEGIN;
        for (int i = 0; i < read; i++) {
            ids[i + 1] = tokens[i < head ? i : tokens.length - read + i];
        }
        ids[read + 1] = END;
        return ids;
    }

    private static float[] sum(float[][] positions) {
        float[] sum = new float[positions[0].length];
        for (float[] position : positions) {
            for (int d = 0; d < sum.length; d++) {
                sum[d] += position[d];
            }
        }
        return sum;
    }

    private static float[] ofLengthOne(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        float length = (float) Math.sqrt(squares);
        for (int d = 0; d < vector.length; d++) {
            vector[d] /= length;
        }
        return vector;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("MiniLM does not close: " + e.getMessage(), e);
        }
    }
}
