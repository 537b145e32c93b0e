package dev.cortado.vectors;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.cortado.router.features.TokenVectors;
import dev.cortado.router.features.WordPiece;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/// On how many prompts the router's tokenizer is equal to the reference. Argument: a gzip CSV with a column `prompt`.
public final class Compare {

    private Compare() {}

    public static void main(String[] arguments) throws IOException {
        WordPiece ours = new WordPiece(TokenVectors.shipped().vocabulary());
        int all = 0;
        int equal = 0;
        try (HuggingFaceTokenizer reference = Distil.reference();
                Reader in = new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(Path.of(arguments[0]))), StandardCharsets.UTF_8)) {
            CSVFormat format = CSVFormat.RFC4180
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .get();
            for (CSVRecord line : format.parse(in)) {
                String prompt = line.get("prompt");
                long[] theirs = reference.encode(prompt, false, false).getIds();
                int[] own = ours.ids(prompt);
                all++;
                if (Arrays.equals(theirs, Arrays.stream(own).asLongStream().toArray())) {
                    equal++;
                } else {
                    System.out.println(
                            prompt + "\n  theirs " + Arrays.toString(theirs) + "\n  ours   " + Arrays.toString(own));
                }
            }
        }
        System.out.println(equal + " of " + all + " prompts equal");
    }
}
