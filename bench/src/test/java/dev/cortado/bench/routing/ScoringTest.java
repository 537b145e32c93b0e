package dev.cortado.bench.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.router.features.PromptReader;
import dev.cortado.router.features.TokenVectors;
import dev.cortado.router.predict.CalibrationError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoringTest {

    private static final PromptReader READER = new PromptReader(TokenVectors.shipped());

    @TempDir
    private Path folder;

    @Test
    void apgr_isHalfWhereEveryCallGainsTheSame() {
        double[] weak = new double[100];
        double[] strong = IntStream.range(0, 100).mapToDouble(_ -> 1).toArray();
        assertEquals(.5, Scoring.apgr(weak, weak, strong), 1e-9);
    }

    @Test
    void apgr_isHighWhereTheStrongModelIsAskedFirstWhereItHelps() {
        double[] weak = new double[100];
        double[] strong =
                IntStream.range(0, 100).mapToDouble(i -> i < 20 ? 1 : 0).toArray();
        double[] worst = IntStream.range(0, 100).mapToDouble(i -> i).toArray();
        // PGR: 0, .5, 1, 1, ... and 0, ..., 0, .5, 1.
        assertEquals(.9, Scoring.apgr(strong, weak, strong), 1e-9);
        assertEquals(.1, Scoring.apgr(worst, weak, strong), 1e-9);
        assertEquals(.1, Scoring.callShare(strong, weak, strong, .5), 1e-9);
        assertEquals(.9, Scoring.callShare(worst, weak, strong, .5), 1e-9);
    }

    @Test
    void calibrationError_isHowFarBinsAreOff() {
        double[] predicted =
                IntStream.range(0, 300).mapToDouble(i -> i < 150 ? .2 : .8).toArray();
        double[] worth = IntStream.range(0, 300)
                .mapToDouble(i -> (i < 150 ? i % 5 == 0 : i % 5 != 0) ? 1 : 0)
                .toArray();
        assertEquals(0, CalibrationError.of(predicted, worth, 2), 1e-9);
        double[] off =
                IntStream.range(0, 300).mapToDouble(i -> predicted[i] + .1).toArray();
        assertEquals(.1, CalibrationError.of(off, worth, 2), 1e-9);
    }

    @Test
    void files_ofBothFormats_areRead() throws IOException {
        Outcomes two = read("two.csv", """
                id,domain,prompt,weak_ok,strong_ok,contaminated
                1,virology,"What is a virus?
                A. this",0,1,0
                2,marketing,What is a brand?,1,1,1
                3,anatomy,Where is the heart?,1,1,0
                """);
        assertTrue(two.ofTwo());
        assertEquals(2, two.size());
        assertEquals(List.of("health", "health"), two.groups());
        assertEquals(1, two.scores()[Outcomes.STRONG][0]);

        Outcomes many = read("many.csv", """
                prompt,score:a,score:b,score:c,cost:a,cost:b,cost:c
                one,0,.5,1,1,2,3
                one,1,1,1,1,2,3
                two,1,0,0,4,5,6
                """);
        assertEquals(List.of("a", "b", "c"), many.models());
        assertEquals(2, many.size());
        assertEquals(1, many.duplicates());
        assertEquals(6, many.costs()[2][1]);
    }

    @Test
    void prices_besideAFile_makeItsCosts() throws IOException {
        Files.writeString(folder.resolve("p_prices.json"), """
                {"a": {"input_price": 1, "output_price": 2}, "b": {"input_price": 3, "output_price": 4}}
                """);
        Outcomes priced = read("p.csv", "prompt,score:a,score:b\nabcdefgh,1,1\n");
        assertEquals((2 + 200 * 2) / 1e6, priced.costs()[0][0], 1e-12);
        assertEquals(0, read("q.csv", "prompt,score:a,score:b\nabcdefgh,1,1\n").costs().length);
    }

    @Test
    void badLines_areAllNamed() {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> read("bad.csv", """
                                prompt,weak_ok,strong_ok
                                one,1,1
                                two,2,1
                                three,yes,1
                                """))
                .getMessage());
        assertTrue(message.contains("record 2, weak_ok: '2'"), message);
        assertTrue(message.contains("record 3, weak_ok: 'yes'"), message);
        assertThrows(IllegalArgumentException.class, () -> read("none.csv", "prompt,other\na,b\n"));
    }

    private Outcomes read(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        return OutcomesFile.read(file, READER);
    }
}
