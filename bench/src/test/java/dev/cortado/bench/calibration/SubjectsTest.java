package dev.cortado.bench.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.cortado.evaluation.builtin.BuiltInTasks;
import dev.cortado.evaluation.item.Task;
import dev.cortado.evaluation.item.TaskSet;
import dev.cortado.inference.configuration.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What of a catalogue is measured, and on which tasks.
class SubjectsTest {

    private static final String TASK =
            "{\"id\": \"mine-1\", \"prompt\": \"Say yes.\", \"check\": {\"kind\": \"exact\", \"accepted\": [\"yes\"]}}";

    @TempDir
    private Path folder;

    private CalibrationPlan plan() {
        return plan(false);
    }

    private CalibrationPlan plan(boolean quick) {
        return new CalibrationPlan(
                folder.resolve("catalogue.json").toString(),
                String.valueOf(folder),
                String.valueOf(folder),
                "",
                String.valueOf(folder),
                List.of(),
                quick,
                null,
                2,
                1,
                List.of(SomeSubjects.HOUR),
                8,
                0);
    }

    @BeforeEach
    void place() throws IOException {
        for (String file : List.of("base.gguf", "brand.gguf")) {
            Files.writeString(folder.resolve(file), "");
        }
        Files.writeString(folder.resolve("brand.tasks.jsonl"), TASK + "\n");
        Files.writeString(folder.resolve("catalogue.json"), """
                {"variants": [
                  {"id": "base", "tier": "small", "file": "base.gguf", "sha256": "a", "contextTokens": 100, "slots": 2},
                  {"id": "away", "tier": "small", "file": "away.gguf", "sha256": "b", "contextTokens": 100, "slots": 2},
                  {"id": "far", "tier": "large", "contextTokens": 100, "slots": 2, "remote": {"model": "m"}},
                  {"id": "far-brand", "tier": "large", "base": "far", "contextTokens": 100, "slots": 2,
                   "remote": {"model": "m-brand"}},
                  {"id": "plain", "tier": "small", "base": "base", "adapter": {"id": "p", "file": "brand.gguf"}},
                  {"id": "brand", "tier": "small", "base": "base", "fineTunedFor": ["brand"],
                   "adapter": {"id": "b", "file": "brand.gguf", "tasks": "brand.tasks.jsonl"}},
                  {"id": "lost", "tier": "small", "base": "base", "fineTunedFor": ["brand"],
                   "adapter": {"id": "l", "file": "brand.gguf"}}],
                 "pools": [
                  {"id": "pool", "variants": ["base", "away", "plain", "brand", "lost"]},
                  {"id": "gpu", "variants": ["far", "far-brand"]}],
                 "engine": {"libraries": [{"platform": "%s", "llamaRelease": "v1", "libllama": "a", "libggml": "b",
                   "libggmlBase": "c", "structBytes": {}}]}}""".formatted(Catalogue.thisPlatform()));
    }

    @Test
    void subjects_areWhatLiesHere_andTheRestIsUnmeasuredWithItsReason() throws IOException {
        Subjects.Found found = Subjects.read(plan());
        assertEquals(
                List.of("base", "plain", "brand", "lost"),
                found.found().stream().map(Subject::variant).toList());
        assertEquals(
                List.of(
                        "away is unmeasured: its file is not there.",
                        "far is unmeasured: it is a model on another server, which is measured there.",
                        "far-brand is unmeasured: it is a model on another server, which is measured there."),
                found.absent().stream().map(Unmeasured::sentence).toList());
    }

    @Test
    void tasks_ofAnAdapter_areThoseGivenWithIt_andAllWhereItsTaskIsNotSaid() throws IOException {
        TaskSet all = Tasks.of(plan());
        assertEquals(all.tasks(), Tasks.of(plan(), subject("plain"), all));
        assertNull(subject("plain").task());
        assertEquals(
                List.of("mine-1"),
                Tasks.of(plan(), subject("brand"), all).stream().map(Task::id).toList());
        assertEquals("brand", subject("brand").task());
    }

    @Test
    void adapterWhoseTasksNobodyGave_isUnmeasured_andTheReportSaysWhatToDo() throws IOException {
        Subject lost = subject("lost");
        TaskSet all = BuiltInTasks.all();
        List<Task> none = Tasks.of(plan(), lost, all);
        assertEquals(List.of(), none);
        Outcome outcome = Outcome.of(plan(), all, List.of(Measured.of(plan(), lost, none)), List.of());
        assertEquals(
                List.of("lost in pool is unmeasured: there are no tasks of its kind, brand; give them with"
                        + " ./cortado variants attach --tasks."),
                new Sentences(outcome)
                        .all().stream().filter(each -> each.contains("lost")).toList());
    }

    @Test
    void results_areOfWhatWasAnsweredWhole_alsoOfVariantsThatThisRunWasNotFor() throws IOException {
        List<Task> all = Tasks.of(plan()).tasks();
        answer("base", all);
        answer("plain", all.subList(0, all.size() / 2));
        answer("brand", Tasks.of(plan(), subject("brand"), Tasks.of(plan())));

        assertEquals(List.of("base", "brand"), results(plan(), "plain"));
        answer("plain", all.subList(all.size() / 2, all.size()));
        assertEquals(List.of("base", "plain", "brand"), results(plan(), "plain"));
        assertEquals(List.of("base", "plain", "brand", "lost"), results(plan(), "lost"));
        assertEquals(List.of("base"), results(plan(true), "base"));
    }

    private List<String> results(CalibrationPlan plan, String asked) throws IOException {
        return Calibration.measured(plan, List.of(subject(asked)), Tasks.of(plan)).stream()
                .map(measured -> measured.subject().variant())
                .toList();
    }

    private void answer(String variant, List<Task> tasks) throws IOException {
        Journal journal = Journal.of(plan(), subject(variant), SubjectProgram.ANSWERS, 2);
        for (Task task : tasks) {
            journal.add(new Journal.Answer(task.digest(), "yes", 12, 0, 2, Journal.now()));
        }
    }

    private Subject subject(String variant) throws IOException {
        return Subjects.read(plan()).found().stream()
                .filter(each -> each.variant().equals(variant))
                .findFirst()
                .orElseThrow();
    }
}
