package dev.cortado.evaluation.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cortado.evaluation.check.Unchecked;
import dev.cortado.evaluation.item.Split;
import dev.cortado.evaluation.item.Task;
import dev.cortado.evaluation.item.TaskClass;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskFileTest {

    @Test
    void goodLines_becomeTasks() {
        var read = assertInstanceOf(
                TaskFile.Read.class,
                TaskFile.read(
                        List.of(
                                "{\"id\":\"a\",\"class\":\"facts\",\"prompt\":\"Six times seven?\",\"max_tokens\":8,"
                                        + "\"check\":{\"kind\":\"number\",\"expected\":42}}",
                                "",
                                "{\"id\":\"b\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
                                        + "{\"role\":\"user\",\"content\":\"Sell tea.\"}],\"split\":\"held_out\",\"check\":{\"kind\":\"rules\","
                                        + "\"rules\":[{\"rule\":\"words\",\"min\":1,\"max\":5},{\"rule\":\"mentions\",\"wordings\":[\"tea\"]}]}}")));
        List<Task> tasks = read.tasks().tasks();
        assertEquals(TaskClass.FACTS, tasks.get(0).taskClass());
        assertEquals(1, tasks.get(0).checker().score("42"));
        assertEquals(Split.HELD_OUT, tasks.get(1).split());
        assertEquals(.5, tasks.get(1).checker().score("drink more water"));
    }

    @Test
    void aTaskWithoutACheck_isReadWhereSomebodyElseScores() {
        List<String> lines = List.of("{\"id\":\"a\",\"prompt\":\"Sell tea.\"}");
        assertInstanceOf(TaskFile.BadLines.class, TaskFile.read(lines));
        Task task = assertInstanceOf(TaskFile.Read.class, TaskFile.read(lines, true))
                .tasks()
                .tasks()
                .getFirst();
        assertEquals(new Unchecked(), task.checker());
        assertThrows(UnsupportedOperationException.class, () -> task.checker().score("Tea!"));
    }

    @Test
    void listAmongExpectedFields_isRefusedByName() {
        TaskFile.BadLines bad = assertInstanceOf(
                TaskFile.BadLines.class,
                TaskFile.read(List.of("{\"id\":\"a\",\"prompt\":\"x\",\"check\":"
                        + "{\"kind\":\"json\",\"fields\":{\"name\":\"Ada\",\"ages\":[1,2]}}}")));
        assertEquals(
                List.of("line 1: the field 'ages' must be a text, a number, true, false or null:"
                        + " lists and objects are not compared"),
                bad.lines());
    }

    @Test
    void badLines_areAllToldByNumber() {
        var bad = assertInstanceOf(
                TaskFile.BadLines.class,
                TaskFile.read(
                        List.of(
                                "{\"id\":\"a\",\"prompt\":\"x\",\"check\":{\"kind\":\"number\",\"expected\":1}}",
                                "not json",
                                "{\"id\":\"a\",\"prompt\":\"x\",\"check\":{\"kind\":\"number\",\"expected\":1}}",
                                "{\"id\":\"c\",\"check\":{\"kind\":\"number\",\"expected\":1}}",
                                "{\"id\":\"d\",\"prompt\":\"x\",\"max_tokens\":257,\"check\":{\"kind\":\"number\",\"expected\":1}}",
                                "{\"id\":\"e\",\"prompt\":\"x\",\"check\":{\"kind\":\"guess\"}}",
                                "{\"id\":\"f\",\"prompt\":\"x\",\"check\":{\"kind\":\"pattern\",\"pattern\":\"(\"}}",
                                "{\"id\":\"g\",\"prompt\":\"x\",\"temperature\":1,\"check\":{\"kind\":\"number\",\"expected\":1}}",
                                "{\"id\":\"h\",\"class\":\"sums\",\"prompt\":\"x\",\"check\":{\"kind\":\"number\",\"expected\":1}}")));
        assertEquals(
                List.of("line 2", "line 3", "line 4", "line 5", "line 6", "line 7", "line 8", "line 9"),
                bad.lines().stream()
                        .map(line -> line.substring(0, line.indexOf(':')))
                        .toList());
    }
}
