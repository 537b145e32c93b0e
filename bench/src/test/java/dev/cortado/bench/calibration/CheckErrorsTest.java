package dev.cortado.bench.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.evaluation.builtin.BuiltInTasks;
import dev.cortado.evaluation.check.JsonCheck;
import dev.cortado.evaluation.check.NumberCheck;
import dev.cortado.evaluation.item.Split;
import dev.cortado.evaluation.item.Task;
import dev.cortado.evaluation.item.TaskClass;
import dev.cortado.evaluation.item.TaskMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckErrorsTest {

    private static final Task SUM = new Task(
            "sum",
            TaskClass.ARITHMETIC,
            List.of(TaskMessage.user("What is 17 + 25?")),
            16,
            new NumberCheck(42),
            Split.CALIBRATION);
    private static final Task WORDS = new Task(
            "words",
            TaskClass.ARITHMETIC,
            List.of(TaskMessage.user("3 boxes hold 4 pens each. 2 are taken out. How many are left?")),
            16,
            new NumberCheck(10),
            Split.CALIBRATION);
    private static final Task OBJECT = new Task(
            "object",
            TaskClass.FORMAT,
            List.of(TaskMessage.user("Reply with JSON.")),
            16,
            JsonCheck.of("a", "1"),
            Split.CALIBRATION);

    @Test
    void errors_areThoseJudgedWrongly_andTheUndecidedAreTold() {
        List<CheckErrors> errors = CheckErrors.of(List.of(
                answer(SUM, "42"),
                answer(SUM, "41"),
                answer(SUM, "It is 42, or 43"),
                answer(SUM, "2 + 2 = 4"),
                answer(SUM, "17 + 25 = 41, no: = 42"),
                answer(WORDS, "3 + 4 = 7"),
                answer(OBJECT, "{\"a\": 1}"),
                answer(OBJECT, "```json\n{\"a\": 1}\n```")));

        assertEquals(
                List.of(new CheckErrors("arithmetic", 1, 1, 5, 1, 3, 2), new CheckErrors("json", 0, 0, 2, 0, 0, 0)),
                errors);
        assertEquals(
                "The check 'arithmetic' judged 5 of 6 answers, 2 of them wrongly (1 wrong ones kept, 1 right ones failed):"
                        + " an error of 0.400, 0.118 to 0.769. Of 3 wrong answers to messages that it decides it found 2.",
                errors.getFirst().sentence());
    }

    /// Perfect answers are never held to be wrong, whatever the task asks.
    @Test
    void numbersThatAreExpected_areNeverFailed() {
        List<Measured.Answered> answers = new ArrayList<>();
        for (Task task : BuiltInTasks.all()
                .of(TaskClass.ARITHMETIC)
                .of(Split.CALIBRATION)
                .tasks()) {
            if (task.checker() instanceof NumberCheck(var expected)) {
                answers.add(answer(task, expected.toPlainString()));
            }
        }
        CheckErrors errors = CheckErrors.of(answers).getFirst();

        assertEquals(0, errors.wronglyFailed());
        assertEquals(0, errors.wronglyKept());
    }

    private static Measured.Answered answer(Task task, String text) {
        return new Measured.Answered(task, text, task.checker().score(text), 1);
    }
}
