package dev.cortado.bench.frontier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.evaluation.item.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeldOutTasksTest {

    @TempDir
    private Path folder;

    private static String line(int number) {
        return """
                {"id": "brand-%d", "class": "marketing", "prompt": "record %d", "max_tokens": 8, "split": "%s", \
                "check": {"kind": "exact", "accepted": ["a"], "case_matters": false, "stop_matters": false}}""".formatted(number, number, number < 20 ? "calibration" : "held_out");
    }

    private FrontierPlan plan(int tasks, boolean named) throws IOException {
        Path file = folder.resolve("tasks.jsonl");
        Files.writeString(
                file, IntStream.range(0, 80).mapToObj(HeldOutTasksTest::line).collect(Collectors.joining("\n")));
        FrontierPlan.@Nullable ProfileTasks profile =
                named ? new FrontierPlan.ProfileTasks("brand", file.toString()) : null;
        return new FrontierPlan("http://localhost/v1", "key", "", "large", List.of(), List.of(), profile, tasks, 1);
    }

    @ParameterizedTest
    @CsvSource({"5, 5, 0", "12, 12, 1", "500, 500, 45", "1000, 0, 0"})
    void ofProfile_isOneClassAmongAll(int wanted, int expected, int expectedOfProfile) throws IOException {
        List<AskedTask> tasks = HeldOutTasks.of(plan(wanted, true));
        List<Integer> places = IntStream.range(0, tasks.size())
                .filter(place -> !tasks.get(place).isGeneral())
                .boxed()
                .toList();
        boolean allThereAre = expected == 0;
        assertTrue(allThereAre ? tasks.size() > 500 && tasks.size() < wanted : tasks.size() == expected);
        assertEquals(allThereAre ? tasks.size() / 11. : expectedOfProfile, places.size(), allThereAre ? 1 : 0);
        for (int n = 0; n < places.size(); n++) {
            assertEquals(11 * n, places.get(n));
        }
    }

    @Test
    void nothingThatCalibrationSees_isAsked() throws IOException {
        List<AskedTask> tasks = HeldOutTasks.of(plan(500, true));
        assertTrue(tasks.stream().allMatch(asked -> asked.task().split() == Split.HELD_OUT));
        assertEquals("profile brand", tasks.getFirst().kind());
    }

    @Test
    void withoutAProfile_allAreGeneral() throws IOException {
        List<AskedTask> tasks = HeldOutTasks.of(plan(30, false));
        assertEquals(30, tasks.size());
        assertFalse(tasks.stream().anyMatch(asked -> !asked.isGeneral()));
    }
}
