package dev.cortado.vectors;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/// The sentence model whose knowledge is taken: all-MiniLM-L6-v2, eight-bit.
final class MiniLm implements AutoCloseable {

    private static final String FILE = "/all-minilm-l6-v2-q.onnx";
    private static final long BEGIN = 101;
    private static final long END = 102;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    MiniLm() throws IOException, OrtException {
        try (InputStream in = Objects.requireNonNull(MiniLm.class.getResourceAsStream(FILE), FILE);
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(Runtime.getRuntime().availableProcessors());
            session = environment.createSession(in.readAllBytes(), options);
        }
    }

    /// What the model makes of each of these tokens where it is all there is: the mean of its output over beginning,
    /// token and end, as the model's own pooling does.
    float[][] alone(int[] tokens) throws OrtException {
        long[][] ids = new long[tokens.length][];
        long[][] ones = new long[tokens.length][3];
        long[][] zeros = new long[tokens.length][3];
        for (int i = 0; i < tokens.length; i++) {
            ids[i] = new long[] {BEGIN, tokens[i], END};
            Arrays.fill(ones[i], 1);
        }
        try (OnnxTensor input = OnnxTensor.createTensor(environment, ids);
                OnnxTensor mask = OnnxTensor.createTensor(environment, ones);
                OnnxTensor types = OnnxTensor.createTensor(environment, zeros);
                OrtSession.Result result =
                        session.run(Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types))) {
            float[][][] hidden = (float[][][]) result.get(0).getValue();
            float[][] vectors = new float[tokens.length][];
            for (int i = 0; i < tokens.length; i++) {
                vectors[i] = mean(hidden[i]);
            }
            return vectors;
        }
    }

    private static float[] mean(float[][] positions) {
        float[] mean = new float[positions[0].length];
        for (float[] position : positions) {
            for (int d = 0; d < mean.length; d++) {
                mean[d] += position[d] / positions.length;
            }
        }
        return mean;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
