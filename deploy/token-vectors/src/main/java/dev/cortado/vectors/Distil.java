package dev.cortado.vectors;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.router.features.TokenVectors;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// Makes the resource `token-vectors.bin` of the router: every token of MiniLM's vocabulary once through the model,
/// principal components to 256, weights by rank, eight bits. Argument: the file to write.
public final class Distil {

    private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";
    private static final int DIMENSIONS = 256;
    private static final int BATCH = 256;

    /// Ids below this are marks and spare places; from it on the vocabulary begins with single characters, then goes
    /// by falling frequency.
    private static final int FIRST_ID = 999;

    /// `a` of smooth inverse frequency, `a / (a + p)`.
    private static final double SMOOTHING = 1e-4;

    private Distil() {}

    public static void main(String[] arguments) throws IOException, OrtException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("one argument: the file to write");
        }
        List<String> vocabulary = vocabulary();
        float[][] vectors = PrincipalComponents.project(sentences(vocabulary.size()), DIMENSIONS);
        double harmonic = IntStream.rangeClosed(1, vocabulary.size() - FIRST_ID)
                .mapToDouble(rank -> 1.0 / rank)
                .sum();
        float[][] weighted = new float[vocabulary.size()][DIMENSIONS];
        for (int id = FIRST_ID; id < weighted.length; id++) {
            double probability = 1 / (harmonic * (id - FIRST_ID + 1));
            double weight = SMOOTHING / (SMOOTHING + probability);
            for (int d = 0; d < DIMENSIONS; d++) {
                weighted[id][d] = (float) (weight * vectors[id - FIRST_ID][d]);
            }
        }
        try (OutputStream out = Files.newOutputStream(Path.of(arguments[0]))) {
            TokenVectors.of(vocabulary, weighted).write(out);
        }
        System.out.println(vocabulary.size() + " tokens, " + DIMENSIONS + " dimensions");
    }

    static HuggingFaceTokenizer reference() throws IOException {
        try (InputStream in = tokenizerFile()) {
            return HuggingFaceTokenizer.newInstance(
                    in, java.util.Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false"));
        }
    }

    private static InputStream tokenizerFile() {
        return Objects.requireNonNull(Distil.class.getResourceAsStream(TOKENIZER), TOKENIZER);
    }

    private static List<String> vocabulary() throws IOException {
        try (InputStream in = tokenizerFile()) {
            JsonNode tokens = new ObjectMapper().readTree(in).path("model").path("vocab");
            List<String> vocabulary = new ArrayList<>(Collections.nCopies(tokens.size(), ""));
            tokens.properties().forEach(token -> vocabulary.set(token.getValue().intValue(), token.getKey()));
            return vocabulary;
        }
    }

    /// What the model makes of each token from the first that is no mark.
    private static float[][] sentences(int tokens) throws IOException, OrtException {
        float[][] all = new float[tokens - FIRST_ID][];
        try (MiniLm model = new MiniLm()) {
            for (int from = FIRST_ID; from < tokens; from += BATCH) {
                int[] batch =
                        IntStream.range(from, Math.min(tokens, from + BATCH)).toArray();
                float[][] vectors = model.alone(batch);
                System.arraycopy(vectors, 0, all, from - FIRST_ID, vectors.length);
                if ((from - FIRST_ID) / BATCH % 20 == 0) {
                    System.err.println(from + " of " + tokens + " tokens");
                }
            }
        }
        return all;
    }
}
