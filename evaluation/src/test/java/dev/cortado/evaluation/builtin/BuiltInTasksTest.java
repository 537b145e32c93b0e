package dev.cortado.evaluation.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.evaluation.item.Split;
import dev.cortado.evaluation.item.Task;
import dev.cortado.evaluation.item.TaskClass;
import dev.cortado.evaluation.item.TaskSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BuiltInTasksTest {

    private static final TaskSet ALL = BuiltInTasks.all();

    @Test
    void set_hasAThousandDifferentTasksInTenClasses() {
        assertEquals(1040, ALL.tasks().size());
        assertEquals(
                1040,
                ALL.tasks().stream()
                        .map(Task::prompt)
                        .collect(Collectors.toSet())
                        .size());
        for (TaskClass each : TaskClass.values()) {
            assertEquals(each == TaskClass.OTHER ? 0 : 104, ALL.of(each).tasks().size(), each.word());
        }
    }

    @Test
    void half_isHeldOutOfEachClass() {
        TaskSet held = ALL.of(Split.HELD_OUT);
        TaskSet calibration = ALL.of(Split.CALIBRATION);
        for (TaskClass each : TaskClass.values()) {
            assertEquals(
                    held.of(each).tasks().size(), calibration.of(each).tasks().size(), 4, each.word());
        }
        Set<String> prompts =
                new HashSet<>(held.tasks().stream().map(Task::prompt).toList());
        assertTrue(calibration.tasks().stream().map(Task::prompt).noneMatch(prompts::contains));
        assertEquals(520, held.tasks().size(), 6);
    }

    /// The set must not change unnoticed: whoever changes it on purpose writes the new version here.
    @Test
    void version_isTheKnownOne() {
        assertEquals("a3617f2fb103", ALL.version());
    }

    @Test
    void sixtyTasks_haveSixOfEachClassAndArePartOfMore() {
        TaskSet sixty = ALL.of(Split.CALIBRATION).stratified(60);
        assertEquals(60, sixty.tasks().size());
        for (TaskClass each : TaskClass.values()) {
            assertEquals(each == TaskClass.OTHER ? 0 : 6, sixty.of(each).tasks().size(), each.word());
        }
        assertTrue(ALL.of(Split.CALIBRATION).stratified(200).tasks().containsAll(sixty.tasks()));
    }

    @Test
    void emptyAnswer_isNeverRight() {
        List<String> right = ALL.tasks().stream()
                .filter(task -> task.checker().score("") >= 1)
                .map(Task::id)
                .toList();
        assertEquals(List.of(), right);
    }

    @Test
    void prompt_doesNotAnswerItself() {
        long right = ALL.tasks().stream()
                .filter(task -> task.checker().score(task.prompt()) >= 1)
                .count();
        assertTrue(right < 60, right + " tasks take their own prompt for an answer");
    }

    @Test
    void answers_haveAtMost48Tokens() {
        assertTrue(ALL.tasks().stream().allMatch(task -> task.completionTokensMax() <= 48));
    }

    @Test
    void prompts_areShort() {
        assertEquals(
                List.of(),
                ALL.tasks().stream()
                        .map(Task::prompt)
                        .filter(prompt -> prompt.length() > 420)
                        .toList());
    }
}
