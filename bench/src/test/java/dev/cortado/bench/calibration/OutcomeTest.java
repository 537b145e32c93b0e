package dev.cortado.bench.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cortado.evaluation.builtin.BuiltInTasks;
import dev.cortado.evaluation.check.NumberCheck;
import dev.cortado.evaluation.item.Split;
import dev.cortado.evaluation.item.Task;
import dev.cortado.evaluation.item.TaskClass;
import dev.cortado.evaluation.item.TaskSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From journals to the page, with three variants of which one is worse and dearer than another, an adapter, and one
/// that was not measured.
class OutcomeTest {

    @TempDir
    private Path folder;

    private final TaskSet tasks =
            new TaskSet(BuiltInTasks.all().of(Split.CALIBRATION).of(TaskClass.ARITHMETIC).tasks().stream()
                    .filter(task -> task.checker() instanceof NumberCheck)
                    .limit(10)
                    .toList());

    private CalibrationPlan plan = plan(0);

    private CalibrationPlan plan(double exchangeRate) {
        return new CalibrationPlan(
                "",
                "",
                "",
                "",
                String.valueOf(folder),
                List.of(),
                false,
                null,
                2,
                1,
                List.of(SomeSubjects.HOUR),
                8,
                exchangeRate);
    }

    @BeforeEach
    void place() {
        plan = plan(0);
    }

    /// Measures a variant: so many right of ten, at this time per token of four streams.
    private Measured measured(Subject subject, int right, double millis) throws IOException {
        Journal answers = Journal.of(plan, subject, SubjectProgram.ANSWERS, 2);
        for (int i = 0; i < tasks.tasks().size(); i++) {
            Task task = tasks.tasks().get(i);
            String text = ((NumberCheck) task.checker()).expected().toPlainString();
            answers.add(new Journal.Answer(task.digest(), i < right ? text : "none", 50, 0, 10, Journal.now()));
        }
        answers.add(new Journal.Stretch(10, 5, 8, 40, "tdp"));
        Journal rates = Journal.of(plan, subject, SubjectProgram.RATES, 1);
        for (double off : new double[] {.9, 1, 3}) {
            SequencedMap<Integer, Double> decode = new LinkedHashMap<>(Map.of(4, millis * off));
            rates.add(new Journal.Rates(100 / off, decode, new LinkedHashMap<>(), 1L << 20, null, .01, Journal.now()));
        }
        return Measured.of(plan, subject, tasks.tasks());
    }

    private Outcome outcome() throws IOException {
        return Outcome.of(
                plan,
                tasks,
                List.of(
                        measured(SomeSubjects.subject("tiny", "small", "1", null), 4, 40),
                        measured(SomeSubjects.subject("middle", "medium", "2", null), 8, 100),
                        measured(SomeSubjects.subject("worse", "large", "3", null), 7, 200),
                        measured(SomeSubjects.subject("big", "large", "4", null), 9, 400),
                        measured(
                                SomeSubjects.subject("tuned", "small", "1", new Subject.Adapter("a", folder, "x", 1)),
                                10,
                                40),
                        Measured.of(plan, SomeSubjects.subject("new", "large", "5", null), tasks.tasks())),
                List.of(new Unmeasured("away", "its file is not there")));
    }

    @Test
    void measured_takesMediansAndKeepsWhatIsUnknownEmpty() throws IOException {
        Measured one = measured(SomeSubjects.subject("middle", "medium", "2", null), 8, 100);
        assertEquals(.8, one.utility().orElseThrow().mean(), 1e-9);
        assertEquals(Map.of(4, 100.0), one.decodeMillis());
        assertEquals(40, one.decodeTokensPerSecond(4).orElseThrow(), 1e-9);
        assertTrue(one.decodeTokensPerSecond(1).isEmpty());
        assertTrue(one.fileBytes().isEmpty());
        assertEquals(.8, one.cpuSeconds().orElseThrow(), 1e-9);
        // 50 / 100 + 10 / 40 = .75 s of a pool at $.36 an hour, of which $.06 are electricity.
        assertEquals(.075, one.usdPerThousand(SomeSubjects.HOUR.rate()).orElseThrow(), 1e-9);
    }

    @Test
    void results_nameHullKneeAndWhatIsDominatedByWhat() throws IOException {
        JsonNode all = new ResultsFile(outcome()).content();
        assertEquals(
                List.of("tiny in pool", "middle in pool", "big in pool"),
                all.path("hull").findValuesAsText("name"));
        assertEquals("middle in pool", all.path("knee").path("name").asText());
        assertTrue(all.path("knee").path("slopeBefore").asDouble()
                > all.path("knee").path("slopeAfter").asDouble());
        assertEquals("worse in pool", all.path("dominated").path(0).path("name").asText());
        assertEquals(
                "middle in pool",
                all.path("dominated").path(0).path("by").path(0).asText());
        JsonNode unmeasured = all.path("variants").path(5);
        assertTrue(
                unmeasured.path("utility").isNull() && unmeasured.path("cost").isNull());
        assertTrue(unmeasured.path("prefillTokensPerSecond").isNull()
                && unmeasured.path("cpuSecondsPerTask").isNull());
        assertEquals("marketing", all.path("variants").path(4).path("task").asText());
        assertEquals(10, all.path("tasks").size());
    }

    @Test
    void page_holdsEverythingItselfAndSaysWhatIsUnmeasured() throws IOException {
        String page = new Report(outcome()).html();
        assertTrue(page.contains("worse in pool is dominated by middle in pool"));
        assertTrue(page.contains("away is unmeasured"));
        assertTrue(page.contains("<title>Knee: middle in pool</title>"));
        assertTrue(page.contains("TDP") && page.contains("prefers-color-scheme: dark"));
        assertTrue(!page.contains("http://") && !page.contains("https://") && !page.contains("<script"));
        assertTrue(!page.contains("NaN"));
    }

    @Test
    void whatAVariantDoesNotTake_countsNothingAndIsTold() throws IOException {
        Subject subject = SomeSubjects.subject("middle", "medium", "2", null);
        Journal answers = Journal.of(plan, subject, SubjectProgram.ANSWERS, 2);
        List<Task> all = tasks.tasks();
        for (Task task : all.subList(0, 2)) {
            answers.add(new Journal.Refusal(task.digest(), "it is too long", 8192, Journal.now()));
        }
        for (Task task : all.subList(2, 10)) {
            String text = ((NumberCheck) task.checker()).expected().toPlainString();
            answers.add(new Journal.Answer(task.digest(), text, 50, 0, 10, Journal.now()));
        }
        assertEquals(List.of(), Answering.open(answers, subject, all));
        assertEquals(List.of(), answers.refusals(4096), "of another context, which may be longer");
        Measured measured = Measured.of(plan, subject, all);
        assertEquals(.8, measured.utility().orElseThrow().mean(), 1e-9);
        assertEquals(50, measured.promptTokens(), 1e-9, "the mean of what was answered");
        Outcome outcome = Outcome.of(plan, tasks, List.of(measured), List.of());
        JsonNode result = new ResultsFile(outcome).content().path("variants").path(0);
        assertEquals(0, result.path("scores").path(all.getFirst().id()).asDouble(1));
        assertTrue(result.path("answerTokens").path(all.getFirst().id()).isMissingNode());
        assertEquals(8, result.path("answerTokens").size());
        assertTrue(new Sentences(outcome)
                .all()
                .contains("middle in pool does not take 2 of its 10 tasks, which count 0. The first, "
                        + all.getFirst().id() + ": it is too long."));
    }

    @Test
    void ownTaskWithTheIdOfAnother_isRefusedByName() throws IOException {
        Path file = folder.resolve("tasks.jsonl");
        String id = tasks.tasks().getFirst().id();
        Files.writeString(
                file, "{\"id\":\"" + id + "\",\"prompt\":\"x\",\"check\":{\"kind\":\"number\",\"expected\":1}}\n");
        Subject plain = SomeSubjects.subject("middle", "medium", "2", null);
        Subject tuned = SomeSubjects.tuned("tuned", file);
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> Tasks.refuseSharedIds(plan, List.of(plain, tuned), tasks));
        assertEquals(
                "the task '" + id + "' of tuned has the id of another task: give it another in " + file,
                refused.getMessage());
        Files.writeString(file, "{\"id\":\"own\",\"prompt\":\"x\",\"check\":{\"kind\":\"number\",\"expected\":1}}\n");
        Tasks.refuseSharedIds(plan, List.of(plain, tuned, SomeSubjects.tuned("again", file)), tasks);
    }

    @Test
    void exchangeRate_movesTheKnee() throws IOException {
        plan = plan(1);
        assertEquals("big in pool", outcome().stop().orElseThrow().knee().name());
        plan = plan(.00001);
        assertEquals("tiny in pool", outcome().stop().orElseThrow().knee().name());
    }

    @Test
    void interval_isWilsons() {
        double[] scores = {1, 1, 1, 1, 1, 1, 1, 1, 0, 0};
        Interval interval = Interval.of(scores);
        assertEquals(.490, interval.low(), .001);
        assertEquals(.943, interval.high(), .001);
        assertTrue(Interval.of(new double[] {1, 1, 1}).low() < .5);
    }

    @Test
    void energyCounters_ofAllPackagesAreAdded(@TempDir Path powercap) throws IOException {
        assertTrue(Machine.countedJoules(powercap.resolve("none")).isEmpty());
        for (int i = 0; i < 2; i++) {
            Path domain = Files.createDirectories(powercap.resolve("intel-rapl:" + i));
            Files.writeString(domain.resolve("name"), "package-" + i + "\n");
            Files.writeString(domain.resolve("energy_uj"), "1500000\n");
        }
        Path core = Files.createDirectories(powercap.resolve("intel-rapl:0:0"));
        Files.writeString(core.resolve("name"), "core\n");
        assertEquals(3, Machine.countedJoules(powercap).orElseThrow(), 1e-9);
    }
}
